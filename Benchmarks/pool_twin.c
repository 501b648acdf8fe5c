// The scheme of `PoolBench` written down by hand: what a claim costs where nothing is read from a
// policy. `pool_twin claim ROUNDS SEED` and `pool_twin replay CLAIMS SEED` report as `PoolBench`.
#include "claims.h"
#include "measure.h"
#include <string.h>

enum { CLAIMS = 1000, BINDS_RAW = 1, BINDS_LOAN = 2, BINDS_BORROWER = 4, BINDS_BANK = 8 };
enum { BINDS_YEAR = 16, BINDS_STACK = 32, BINDS_CASH = 128 };

typedef struct {
  int is_advance;
  int64_t loss, liability, other, balance, cash, advanced;
  int64_t used_loan, used_borrower, used_bank, used_year;
} claim_case;

typedef struct {
  int64_t base, rate, raw, entitlement, due, pay, clawback, binding;
} claim_figures;

static int64_t part(int64_t amount, int64_t ppm) {
  return (int64_t)((__int128)amount * ppm / 1000000);
}

static int64_t least(int64_t left, int64_t right) { return left < right ? left : right; }
static int64_t most(int64_t left, int64_t right) { return left > right ? left : right; }

static int64_t rate_of(const loan_facts *loan) {
  int64_t rate = 0;
  if (loan->first_loan) rate = most(rate, 800000);
  if (loan->credit_share >= 700000) rate = most(rate, 700000);
  if (loan->credit_share > 500000) rate = most(rate, 500000);
  if (loan->mode == MODE_GUARANTEED && loan->revenue <= 2000000000) rate = most(rate, 600000);
  if (loan->grade <= 1 && loan->term_months > 12) rate = most(rate, 650000);
  if (loan->revenue > 10000000000 || loan->pure_credit) rate = most(rate, 300000);
  if (loan->region == 0) rate += 50000;
  return least(rate, 900000);
}

static void bind(claim_figures *claim, int64_t limit, int64_t used, int64_t bit) {
  int64_t left = most(limit - used, 0);
  if (left < claim->entitlement) {
    claim->entitlement = left;
    claim->binding = bit;
  } else if (left == claim->entitlement) {
    claim->binding |= bit;
  }
}

__attribute__((noinline)) static claim_figures decide(const loan_facts *loan, const claim_case *it) {
  claim_figures claim = {.base = it->loss, .rate = rate_of(loan), .binding = BINDS_RAW};
  claim.raw = claim.entitlement = part(claim.base, claim.rate);
  bind(&claim, 500000000, it->used_loan, BINDS_LOAN);
  bind(&claim, 3000000000, it->used_borrower, BINDS_BORROWER);
  bind(&claim, least(1000000000, part(it->balance, 20000)), it->used_bank, BINDS_BANK);
  bind(&claim, 20000000000, it->used_year, BINDS_YEAR);
  bind(&claim, part(it->liability, 800000), it->other, BINDS_STACK);
  if (it->is_advance) {
    claim.due = part(claim.entitlement, 500000);
  } else {
    claim.due = most(claim.entitlement - it->advanced, 0);
    claim.clawback = most(it->advanced - claim.entitlement, 0);
  }
  claim.pay = least(claim.due, it->cash);
  if (claim.due > 0 && it->cash <= claim.due) claim.binding |= BINDS_CASH;
  return claim;
}

static uint64_t checked(uint64_t sum, const claim_figures *claim) {
  const int64_t figures[] = {claim->base, claim->rate, claim->raw,      claim->entitlement,
                             claim->due,  claim->pay,  claim->clawback, claim->binding};
  for (int each = 0; each < 8; each++) sum = (sum ^ (uint64_t)figures[each]) * 0x100000001B3u;
  return sum;
}

static void told(const char *name, int64_t count, instant since, uint64_t checksum) {
  instant end = now();
  printf("{\"case\":\"%s\",\"who\":\"c\",\"count\":%lld,\"wall\":%.6f,\"cpu\":%.6f,"
         "\"peak_kib\":%ld,\"checksum\":\"%llx\"}\n",
         name, (long long)count, end.wall - since.wall, end.cpu - since.cpu, peak_kib(),
         (unsigned long long)checksum);
}

static void draw_loss(claim_case *it, const loan_facts *loan, const claim_draw *draw) {
  it->loss = loan->principal * draw->loss_part / 65536;
  it->liability = it->loss * draw->liability_part / 100;
  it->other = draw->has_other_payer ? it->loss / 10 : 0;
  it->balance = bank_balance(loan->bank);
}

static void claims(int64_t rounds, uint64_t seed) {
  static loan_facts loans[CLAIMS];
  static claim_case cases[CLAIMS];
  uint64_t state = seed;
  uint64_t checksum = 0xCBF29CE484222325u;
  for (int index = 0; index < CLAIMS; index++) {
    claim_draw draw = next_draw(&state);
    claim_case *it = &cases[index];
    loans[index] = loan_at(draw.loan, seed);
    draw_loss(it, &loans[index], &draw);
    it->is_advance = draw.is_advance;
    it->used_loan = below(&state, 600000000);
    it->used_borrower = below(&state, 3500000000);
    it->used_bank = below(&state, 1200000000);
    it->used_year = below(&state, 22000000000);
    it->cash = 100000000;
    claim_figures claim = decide(&loans[index], it);
    checksum = checked(checksum, &claim);
  }
  instant start = now();
  int64_t sum = 0;
  for (int64_t round = 0; round < rounds; round++)
    for (int index = 0; index < CLAIMS; index++) sum += decide(&loans[index], &cases[index]).pay;
  if (sum == 0) exit(2);
  told("claim", rounds * CLAIMS, start, checksum);
}

static void replay(int64_t count, uint64_t seed) {
  static loan_facts loans[LOANS];
  static int64_t used_loan[LOANS], used_borrower[BORROWERS], advanced[LOANS], advanced_in[LOANS];
  int64_t used_bank[BANKS] = {0}, used_year = 0, cash = 0, year = 0;
  uint64_t state = seed, checksum = 0xCBF29CE484222325u;
  for (int index = 0; index < LOANS; index++) loans[index] = loan_at(index, seed);
  instant start = now();
  for (int64_t number = 0; number < count; number++) {
    if (number % CLAIMS_PER_YEAR == 0) {
      memset(used_bank, 0, sizeof used_bank);
      used_year = 0;
      cash = YEARLY_CASH;
      year++;
    }
    claim_draw draw = next_draw(&state);
    const loan_facts *loan = &loans[draw.loan];
    int64_t own = advanced[draw.loan], own_year = advanced_in[draw.loan] == year ? own : 0;
    claim_case it = {
      .is_advance = draw.is_advance && own == 0,
      .cash = cash,
      .advanced = own,
      .used_loan = used_loan[draw.loan] - own,
      .used_borrower = used_borrower[loan->borrower] - own,
      .used_bank = used_bank[loan->bank] - own_year,
      .used_year = used_year - own_year,
    };
    draw_loss(&it, loan, &draw);
    claim_figures claim = decide(loan, &it);
    int64_t back = advanced_in[draw.loan] == year ? claim.clawback : 0;
    used_loan[draw.loan] += claim.pay - claim.clawback;
    used_borrower[loan->borrower] += claim.pay - claim.clawback;
    used_bank[loan->bank] += claim.pay - back;
    used_year += claim.pay - back;
    advanced[draw.loan] = it.is_advance ? claim.pay : 0;
    advanced_in[draw.loan] = year;
    cash += claim.clawback - claim.pay;
    checksum = checked(checksum, &claim);
  }
  told("replay", count, start, checksum);
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int64_t count = strtoll(argv[2], NULL, 10);
  uint64_t seed = strtoull(argv[3], NULL, 10);
  if (strcmp(argv[1], "replay") == 0) replay(count, seed);
  else claims(count, seed);
  return 0;
}
