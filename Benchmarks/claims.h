// The claims that every benchmark of the pool decides: the same seed gives the same claims to all
// programs, see also `PoolBench/ClaimStream.swift` and `pool_peer.py`.
#ifndef CLAIMS_H
#define CLAIMS_H

#include <stdint.h>

enum { LOANS = 100000, BORROWERS = 50000, BANKS = 20, CLAIMS_PER_YEAR = 400 };
enum { MODE_GUARANTEED = 1 };

static const int64_t YEARLY_CASH = 19000000000;

// SplitMix64: small, seedable, the same in three languages.
static inline int64_t below(uint64_t *state, uint64_t bound) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  z ^= z >> 31;
  return (int64_t)((z >> 11) % bound);
}

typedef struct {
  int borrower, bank;
  int pure_credit, first_loan;
  int mode, grade, region;
  int64_t credit_share, revenue, term_months, principal;
} loan_facts;

static inline loan_facts loan_at(int index, uint64_t seed) {
  uint64_t state = seed ^ (uint64_t)index * 0xD1B54A32D192ED03u;
  loan_facts made = {.borrower = index % BORROWERS};
  made.bank = (int)below(&state, BANKS);
  int64_t credit = below(&state, 101);
  made.credit_share = credit * 10000;
  made.pure_credit = credit == 100;
  made.first_loan = below(&state, 4) == 0;
  made.mode = (int)below(&state, 3);
  made.revenue = below(&state, 20000000000);
  made.term_months = 6 + below(&state, 55);
  made.grade = (int)below(&state, 4);
  made.region = (int)below(&state, 2);
  made.principal = 10000000 + below(&state, 490000000);
  return made;
}

typedef struct {
  int loan, is_advance, has_other_payer;
  int64_t loss_part, liability_part;
} claim_draw;

static inline claim_draw next_draw(uint64_t *state) {
  claim_draw made;
  made.loan = (int)below(state, LOANS);
  made.is_advance = below(state, 4) == 0;
  made.loss_part = below(state, 65537);
  made.liability_part = 50 + below(state, 51);
  made.has_other_payer = below(state, 10) == 0;
  return made;
}

static inline int64_t bank_balance(int bank) { return 30000000000 + bank * 5000000000; }

#endif
