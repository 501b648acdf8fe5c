// The bytes of migrations/, charts/ and what every audit bundle carries. This file only lists them, in order.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "embedded.h"

static const char ledger_0001[] = {
#embed "../../migrations/0001_ledger.sql"
    , 0};

static const char business_0002[] = {
#embed "../../migrations/0002_business.sql"
    , 0};

static const char bank_0003[] = {
#embed "../../migrations/0003_bank.sql"
    , 0};

static const char simulations_0004[] = {
#embed "../../migrations/0004_simulations.sql"
    , 0};

static const embedded_file migrations[] = {
    {"0001_ledger", ledger_0001, sizeof ledger_0001 - 1},
    {"0002_business", business_0002, sizeof business_0002 - 1},
    {"0003_bank", bank_0003, sizeof bank_0003 - 1},
    {"0004_simulations", simulations_0004, sizeof simulations_0004 - 1},
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

static const char sample_policy[] = {
#embed "../../Examples/policies/sample.json"
    , 0};

static const char neutral_postings[] = {
#embed "../../policies/postings/neutral.json"
    , 0};

static const char pool_neutral_postings[] = {
#embed "../../policies/postings/pool-neutral.json"
    , 0};

static const char lpr_rates[] = {
#embed "../../policies/rates/lpr.csv"
    , 0};

static const embedded_file policies[] = {
    {"sample", sample_policy, sizeof sample_policy - 1},
    {"neutral", neutral_postings, sizeof neutral_postings - 1},
    {"lpr", lpr_rates, sizeof lpr_rates - 1},
    {"pool-neutral", pool_neutral_postings, sizeof pool_neutral_postings - 1},
};

const embedded_file *embedded_policies(size_t *count) {
  *count = sizeof policies / sizeof *policies;
  return policies;
}

static const char readme_en[] = {
#embed "../../scripts/evidence/README.en.txt"
    , 0};

static const char readme_zh[] = {
#embed "../../scripts/evidence/README.zh.txt"
    , 0};

static const char records_md[] = {
#embed "../../docs/record-format.md"
    , 0};

static const char spec_md[] = {
#embed "../../docs/audit-format.md"
    , 0};

static const char incl_sh[] = {
#embed "../../scripts/evidence/incl.sh"
    , 0};

static const char verify_py[] = {
#embed "../../scripts/evidence/verify.py"
    , 0};

static const char verify_sh[] = {
#embed "../../scripts/evidence/verify.sh"
    , 0};

static const embedded_file evidence[] = {
    {"README.en.txt", readme_en, sizeof readme_en - 1},
    {"README.zh.txt", readme_zh, sizeof readme_zh - 1},
    {"verify/RECORDS.md", records_md, sizeof records_md - 1},
    {"verify/SPEC.md", spec_md, sizeof spec_md - 1},
    {"verify/incl.sh", incl_sh, sizeof incl_sh - 1},
    {"verify/verify.py", verify_py, sizeof verify_py - 1},
    {"verify/verify.sh", verify_sh, sizeof verify_sh - 1},
};

const embedded_file *embedded_evidence(size_t *count) {
  *count = sizeof evidence / sizeof *evidence;
  return evidence;
}
