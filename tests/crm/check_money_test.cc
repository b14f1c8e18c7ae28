// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "testing.h"

namespace attain::crm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CheckMoneyTest, RevenueSharesOfADealAddUpToOneForEachStart) {
  const Dataset data =
      Loaded({{"deal_splits",
               "deal_id,rep_id,split_type,share,valid_from\n"
               "D1,R1,revenue,0.5,\nD1,R2,revenue,0.5,\nD1,R3,overlay,0.7,\n"
               "D2,R1,revenue,0.5,\nD2,R2,revenue,0.4,\n"
               "D3,R1,revenue,1,\nD3,R1,revenue,0.6,2026-01-01\nD3,R2,revenue,0.4,2026-01-01\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kSplitSum),
              ElementsAre("deal_splits 3 share", "deal_splits 4 share"));
  EXPECT_THAT(data.findings().items()[0].text, testing::HasSubstr("0.9"));
}

TEST(CheckMoneyTest, CreditsOfATransactionAddUpToOneToo) {
  const Dataset data = Loaded({{"txn_credits",
                                "txn_id,rep_id,credit_type,share\nT1,R1,revenue,0.33\nT1,R2,"
                                "revenue,0.33\nT1,R3,revenue,0.33\n"}});
  EXPECT_EQ(CountOf(data.findings(), Reason::kSplitSum), 3);
}

TEST(CheckMoneyTest, SharesOfAsManyDecimalsAsThereAreDoNotWrap) {
  table::Tables tables;
  const absl::int128 one = PowerOfTen(38);
  tables.Add(*table::Table::Of(
      "deal_splits",
      {table::Column::OfTexts("deal_id", {"D", "D"}), table::Column::OfTexts("rep_id", {"R", "S"}),
       table::Column::OfTexts("split_type", {"revenue", "revenue"}),
       table::Column::OfDecimals("share", {one, one}, 38)}));
  EXPECT_EQ(CountOf(Load(tables)->findings(), Reason::kSplitSum), 2);
}

constexpr char kHead[] = "txn_id,kind,orig_txn_id,rep_id,event_date,recorded_at,amount,ccy\n";

TEST(CheckMoneyTest, WhatReversesIsNegative) {
  const Dataset data =
      Loaded({{"transactions",
               std::string(kHead) +
                   "T1,invoice,,R1,2026-01-01,,100,EUR\nT2,credit,T1,R1,2026-01-02,,40,EUR\nT3,"
                   "refund,T1,R1,2026-01-02,,-40,EUR\n"
                   "T4,adjust,T1,R1,2026-01-02,,5,EUR\nT5,cancel,,R1,2026-01-02,,-1,EUR\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kCreditSign), ElementsAre("transactions 1 amount"));
  EXPECT_THAT(At(data.findings(), Reason::kRefundWithoutOriginal),
              ElementsAre("transactions 4 orig_txn_id"));
}

TEST(CheckMoneyTest, NoMoreIsReversedThanTheOriginalHas) {
  const std::string rows =
      "T4,credit,T1,R1,2026-01-04,,-60,EUR\nT1,invoice,,R1,2026-01-01,,100,EUR\nT2,credit,T1,R1,"
      "2026-01-02,,-30,EUR\nT3,credit,T1,R1,2026-01-02,,-70,EUR\n"
      "T5,credit,T1,R1,2026-01-02,,-900,USD\n";
  const Dataset data = Loaded({{"transactions", kHead + rows}});
  EXPECT_THAT(At(data.findings(), Reason::kCreditOverOriginal),
              ElementsAre("transactions 0 amount"));
  EXPECT_EQ(data.findings().items()[0].where.other_row, 1);
}

TEST(CheckMoneyTest, AmountsOfOtherCurrenciesAreNeverTakenFromOneAnother) {
  const Dataset data =
      Loaded({{"transactions",
               std::string(kHead) +
                   "T1,invoice,,R1,2026-01-01,,100,JPY\nT2,credit,T1,R1,2026-01-02,,-900,EUR\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kCreditOverOriginal), IsEmpty());
}

TEST(CheckMoneyTest, WhatIsRecordedBeforeItHappensInEveryZoneIsSaid) {
  const Dataset data =
      Loaded({{"transactions",
               std::string(kHead) + "T1,invoice,,R1,2026-01-03,2026-01-02T09:00:00Z,1,EUR\nT2,"
                                    "invoice,,R1,2026-01-03,2026-01-02T11:00:00Z,1,EUR\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kRecordedBeforeEvent),
              ElementsAre("transactions 0 recorded_at"));
}

constexpr char kRates[] = "from,to,day,rate_type,rate\nUSD,EUR,2026-01-01,spot,0.9\n";

TEST(CheckMoneyTest, AMissingRateSetsTheRowAsideWhenAReportCurrencyIsNamed) {
  const std::string rows =
      "T1,invoice,,,2026-01-01,,1,USD\nT2,invoice,,,2026-01-02,,1,USD\nT3,invoice,,,2026-01-02,,1,"
      "EUR\nT4,invoice,,,2026-01-02,,1,USD\n";
  EXPECT_THAT(At(Loaded({{"transactions", kHead + rows}, {"fx_rates", kRates}}).findings(),
                 Reason::kFxMissing),
              IsEmpty());
  const Dataset data =
      Loaded({{"transactions", kHead + rows}, {"fx_rates", kRates}}, {.report_currency = "EUR"});
  EXPECT_THAT(At(data.findings(), Reason::kFxMissing),
              ElementsAre("transactions 1 ccy", "transactions 3 ccy"));
}

TEST(CheckMoneyTest, WonDealsNeedARateOnTheDayTheyClosed) {
  const std::string deals =
      "deal_id,outcome,closed,amount,ccy\nD1,won,2026-01-01T10:00:00Z,1,USD\nD2,won,2026-01-05T10:"
      "00:00Z,1,USD\nD3,lost,2026-01-05T10:00:00Z,1,USD\n";
  const Dataset data = Loaded({{"deals", deals}, {"fx_rates", kRates}}, {.report_currency = "EUR"});
  EXPECT_THAT(At(data.findings(), Reason::kFxMissing), ElementsAre("deals 1 ccy"));
}

TEST(CheckMoneyTest, RatesMustBeAboveZeroOfKnownCurrencies) {
  const Dataset data =
      Loaded({{"fx_rates",
               "from,to,day,rate_type,rate\nUSD,EUR,2026-01-01,spot,0\nUSD,EUR,2026-01-02,spot,-"
               "1\nZZZ,EUR,2026-01-01,spot,1\nEUR,QQQ,2026-01-01,spot,1\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kInvalidCell),
              ElementsAre("fx_rates 0 rate", "fx_rates 1 rate"));
  EXPECT_THAT(At(data.findings(), Reason::kCcyMissing),
              ElementsAre("fx_rates 2 from", "fx_rates 3 to"));
  EXPECT_TRUE(data.fx().empty());
}

TEST(CheckMoneyTest, OfTwoRatesOfAMonthTheEarlierIsUsedInAnyOrder) {
  for (unsigned seed : {0u, 1u, 2u, 3u}) {
    const Dataset data = Loaded({{"fx_rates",
                                  "from,to,day,rate_type,rate\nUSD,EUR,2026-01-20,month_avg,0."
                                  "8\nUSD,EUR,2026-01-10,month_avg,0.9\n"}},
                                {}, seed);
    EXPECT_EQ(CountOf(data.findings(), Reason::kDupKey), 1);
    EXPECT_EQ(*data.fx().Rate(*Currency::Parse("USD"), *Currency::Parse("EUR"), Day("2026-01-01"),
                              RateType::kMonthAvg),
              Fraction(*Decimal::Parse("0.9")));
  }
}

TEST(CheckMoneyTest, ARepWithoutUnitIsSaidOnceWithTheEarliestDay) {
  const std::string rows =
      "T1,invoice,,R1,2026-03-05,,1,EUR\nT2,invoice,,R1,2026-03-01,,1,EUR\nT3,invoice,,R2,2026-03-"
      "01,,1,EUR\n";
  const Dataset data = Loaded(
      {{"transactions", kHead + rows},
       {"deals", "deal_id,owner_id,outcome,closed\nD1,R1,won,2026-05-01T00:00:00Z\nD2,R1,open,\n"},
       {"org_units", "unit_id\nA\n"},
       {"rep_units", "rep_id,unit_id,valid_to\nR1,A,2026-02-01\nR2,A,\n"}});
  EXPECT_THAT(At(data.findings(), Reason::kRepNotAssigned),
              ElementsAre("deals 0 owner_id", "transactions 1 rep_id"));
  EXPECT_THAT(data.findings().items().back().text,
              testing::HasSubstr("R1 belongs to no unit on 2026-03-01; 2 rows"));
}

}  // namespace
}  // namespace attain::crm
