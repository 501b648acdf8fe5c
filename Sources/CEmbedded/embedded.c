// The bytes of migrations/ and charts/. This file only lists them, in order.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "embedded.h"

static const char ledger_0001[] = {
#embed "../../migrations/0001_ledger.sql"
    , 0};

static const embedded_file migrations[] = {
    {"0001_ledger", ledger_0001, sizeof ledger_0001 - 1},
};

const embedded_file *embedded_migrations(size_t *count) {
  *count = sizeof migrations / sizeof *migrations;
  return migrations;
}

static const char fund[] = {
#embed "../../charts/fund.csv"
    , 0};

static const embedded_file charts[] = {
    {"fund", fund, sizeof fund - 1},
};

const embedded_file *embedded_charts(size_t *count) {
  *count = sizeof charts / sizeof *charts;
  return charts;
}
