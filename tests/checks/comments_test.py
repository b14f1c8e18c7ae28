# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Every public declaration has its comment: types, functions, fields, enumerators and constants of every public header.

A declaration counts as commented when a line of comment stands right above it, a `///<` behind it (on any line of it), or when it continues a
group of declarations without a blank line whose first one is commented. In C the comments are /* */.

    python tests/checks/comments_test.py ROOT [BUILD]
"""

import pathlib
import re
import sys

SKIPPED = re.compile(
    r"^(#|public:|private:|protected:|\}|\{|namespace\b|extern \"(C)?\"|using namespace|friend\b|template\b|static_assert|typedef|ATTAIN_|\)|:)|"
    r"(= delete;|= default;)|^~|^using\b.*::.*;$|^(class|struct) \w+;$|"
    r"^(\w+)\(((const )?\3(&|&&))?\)( noexcept)?;$|^\w+& operator=\(|^struct Arrow")
STRING = re.compile(r'"(\\.|[^"\\])*"|\'(\\.|[^\'\\])\'')
SCOPE = re.compile(r"\b(namespace|class|struct|enum|extern|union)\b")
MACRO = re.compile(r"^[ \t]*#define[^\n]*\\\n(?:[^\n]*\\\n)*[^\n]*\n", re.MULTILINE)
C_COMMENT_ABOVE = re.compile(r"^[ \t]*/\*.*?\*/", re.MULTILINE | re.DOTALL)
C_COMMENT_BEHIND = re.compile(r"(?<=\S)[ \t]+/\*.*?\*/", re.DOTALL)
ARROW_GUARD = re.compile(r"#ifndef ARROW_C_\w+_INTERFACE.*?#endif", re.DOTALL)


class Header:
    """Reads one header line by line, with just enough state to tell declarations from bodies and continuations."""

    def __init__(self):
        self.scopes = []         # "scope" for a namespace or type, "body" for a function or initialiser
        self.private_at = None   # depth of the class whose private part we are in
        self.commented = False   # a comment stands right above
        self.group = False       # the group of lines without blank between them began with a comment
        self.continuing = False  # the line before did not end its declaration

    def needs_comment(self, text):
        """True when `text` declares something that has no comment; then moves on past it."""
        if not text:
            self.commented = self.continuing = self.group = False
            return False
        if text.startswith("//"):
            self.commented = True
            return False
        code = STRING.sub('""', re.sub(r"//.*", "", text)).strip()
        private = self.private_at is not None and len(self.scopes) >= self.private_at
        missing = not (self.continuing or self.commented or self.group or private or "body" in self.scopes or "///<" in text
                       or SKIPPED.search(code))
        if not self.continuing:
            self.group = self.group or self.commented or "///<" in text
        self.enter_and_leave(code)
        self.continuing = bool(code) and not code.startswith("#") and (
            not code.endswith((";", "{", "}", ":", ",")) or (code.endswith(",") and code.count("(") > code.count(")")))
        self.commented = self.commented and self.continuing
        return missing

    def enter_and_leave(self, code):
        """Follows braces and access labels."""
        opened, closed = code.count("{"), code.count("}")
        if opened > closed:
            is_scope = SCOPE.search(code) and "(" not in code.split("{")[0]
            self.scopes += ["scope" if is_scope else "body"] * (opened - closed)
            self.group = self.group and not is_scope
        elif closed > opened:
            del self.scopes[len(self.scopes) - (closed - opened):]
        if re.match(r"(private|protected):", code):
            self.private_at = len(self.scopes)
        elif code.startswith("public:") or (self.private_at is not None and len(self.scopes) < self.private_at):
            self.private_at = None


def faults(path):
    """Line numbers and texts of the declarations of one header that have no comment."""
    text = ARROW_GUARD.sub(lambda match: "\n" * match.group().count("\n"), path.read_text(encoding="utf-8"))
    text = MACRO.sub(lambda match: "#define\n" * match.group().count("\n"), text)
    text = C_COMMENT_ABOVE.sub(lambda match: "\n".join(["//"] * (match.group().count("\n") + 1)), text)
    text = C_COMMENT_BEHIND.sub(lambda match: " ///<" + "\n//" * match.group().count("\n"), text)
    header = Header()
    found = []
    pending = None  # a declaration whose comment may still come, behind a later line of it
    for number, line in enumerate(text.splitlines(), 1):
        if header.needs_comment(line.strip()):
            pending = (number, line.strip())
        if pending and "///<" in line:
            pending = None
        if pending and not header.continuing:
            found.append(pending)
            pending = None
    return found


def main():
    """Prints every declaration without a comment; exit code 1 when there is one."""
    root = pathlib.Path(sys.argv[1]).resolve()
    headers = sorted((root / "include").rglob("*.h")) + sorted((root / "capi" / "include").rglob("*.h"))
    count = 0
    for path in headers:
        for number, text in faults(path):
            print(f"{path.relative_to(root)}:{number}: no comment: {text}")
            count += 1
    print(f"{len(headers)} headers, {count} declarations without a comment")
    return 1 if count or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
