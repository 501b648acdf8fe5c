// Writes the benchmark's entries as files that xiantou, hledger, ledger, beancount and PostgreSQL
// read, and the balances that all of them must arrive at.
//
//   generate FOLDER ENTRIES LINES SEED
#include "entries.h"
#include <stdlib.h>
#include <string.h>

static const char *folder;

static FILE *create(const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "w");
  if (file == NULL) {
    perror(path);
    exit(1);
  }
  setvbuf(file, NULL, _IOFBF, 1 << 20);
  return file;
}

static void put_amount(FILE *file, int64_t fen) {
  uint64_t size = fen < 0 ? (uint64_t)-fen : (uint64_t)fen;
  fprintf(file, "%s%llu.%02llu", fen < 0 ? "-" : "", (unsigned long long)(size / 100),
          (unsigned long long)(size % 100));
}

static void write_chart(void) {
  FILE *chart = create("accounts.csv"), *hledger = create("entries.journal"),
       *beans = create("entries.beancount");
  fputs("科目编码,科目名称,余额方向,辅助核算,是否末级,要素\n", chart);
  fputs("option \"operating_currency\" \"CNY\"\n", beans);
  fputs("commodity 1000.00 CNY\n", hledger);
  for (int account = 0; account < ACCOUNTS; account++) {
    int code = entries_code(account);
    if (account % 100 == 0) fprintf(chart, "%d,科目%d,借,,0,资产\n", code / 1000, code / 1000);
    fprintf(chart, "%d,科目%d,借,,1,资产\n", code, code);
    fprintf(hledger, "account assets:%d\n", code);
    fprintf(beans, "%d-01-01 open Assets:%d CNY\n", YEAR, code);
  }
  fclose(chart);
  fclose(hledger);
  fclose(beans);
}

static FILE *append(const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "a");
  if (file == NULL) {
    perror(path);
    exit(1);
  }
  setvbuf(file, NULL, _IOFBF, 1 << 20);
  return file;
}

int main(int count, char **arguments) {
  if (count != 5) {
    fputs("usage: generate FOLDER ENTRIES LINES SEED\n", stderr);
    return 2;
  }
  folder = arguments[1];
  int lines = atoi(arguments[3]);
  if (lines != 2 && lines != 4) {
    fputs("an entry has 2 or 4 lines\n", stderr);
    return 2;
  }
  entry_stream stream = entries_begin(strtoull(arguments[4], NULL, 10), atoll(arguments[2]), lines);
  write_chart();
  FILE *csv = create("entries.csv"), *flat = create("entries.tsv");
  FILE *hledger = append("entries.journal"), *beans = append("entries.beancount");
  static int64_t balance[ACCOUNTS];
  fputs("凭证日期,凭证字,凭证号,摘要,科目编码,借方金额,贷方金额,制单人,复核人,审批人\n", csv);
  entry made;
  for (int64_t id = 1; entries_next(&stream, &made); id++) {
    char date[48], memo[32];
    snprintf(date, sizeof date, "%d-%02d-%02d", YEAR, made.month, made.day_of_month);
    snprintf(memo, sizeof memo, "业务%lld", (long long)id);
    fprintf(hledger, "\n%s %s\n", date, memo);
    fprintf(beans, "\n%s * \"%s\"\n", date, memo);
    for (int i = 0; i < made.line_count; i++) {
      entry_line line = made.lines[i];
      int code = entries_code(line.account);
      balance[line.account] += line.side * line.amount;
      fprintf(csv, "%s,记,%lld,%s,%d,", date, (long long)made.number, memo, code);
      if (line.side < 0) fputc(',', csv);
      put_amount(csv, line.amount);
      fputs(line.side < 0 ? ",张敏,王磊,周正\n" : ",,张敏,王磊,周正\n", csv);
      fprintf(flat, "%lld\t%d\t%d\t%d\t%lld\t%s\n", (long long)id, i, made.day, code,
              (long long)(line.side * line.amount), memo);
      fprintf(hledger, "  assets:%d  ", code);
      fprintf(beans, "  Assets:%d  ", code);
      put_amount(hledger, line.side * line.amount);
      put_amount(beans, line.side * line.amount);
      fputs(" CNY\n", hledger);
      fputs(" CNY\n", beans);
    }
  }
  FILE *balances = create("balances.csv");
  for (int account = 0; account < ACCOUNTS; account++) {
    fprintf(balances, "%d,%lld\n", entries_code(account), (long long)balance[account]);
  }
  int failed = 0;
  FILE *files[] = {csv, flat, hledger, beans, balances};
  for (int i = 0; i < 5; i++) failed |= fclose(files[i]);
  return failed != 0;
}
