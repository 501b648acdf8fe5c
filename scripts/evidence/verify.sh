#!/bin/sh
# Verifies an audit bundle (审计包) with coreutils, findutils and openssl alone.
#
#   sh verify.sh DIR --pin FILE [--tsa-ca FILE]
#
# DIR is the unpacked bundle. FILE of --pin holds the digests of the signers' public keys (公钥指纹),
# got from somewhere else than the bundle, one a line. With --tsa-ca there has to be a time stamp
# that leads to one of these roots. It runs the checks marked A in SPEC.md, in their order; what the
# records themselves say is checked by verify.py and xiantou-verify.
# Exit code 0: everything holds; 7: a check failed; 2: wrong call.
# shellcheck disable=SC2015,SC2018,SC2019
set -u
LC_ALL=C
export LC_ALL
unset CDPATH POSIXLY_CORRECT
umask 077

distid=distid:1234567812345678
empty_sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
empty_sm3=1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b
sm2_prefix=3059301306072a8648ce3d020106082a811ccf5501822d03420004
p256_prefix=3059301306072a8648ce3d020106082a8648ce3d03010703420004

usage() {
  printf '%s\n' '用法 / usage: sh verify.sh DIR --pin FILE [--tsa-ca FILE]' "$@" >&2
  exit 2
}

dir='' pin='' tsa_ca=''
while [ $# -gt 0 ]; do
  case $1 in
    --pin | --tsa-ca)
      [ $# -ge 2 ] || usage "$1?"
      if [ "$1" = --pin ]; then pin=$2; else tsa_ca=$2; fi
      shift
      ;;
    *)
      [ -z "$dir" ] || usage
      dir=$1
      ;;
  esac
  shift
done
[ -n "$dir" ] && [ -n "$pin" ] || usage
case $dir in -*) dir=./$dir ;; esac
[ -f "$pin" ] && [ -r "$pin" ] || usage "读不到 / cannot read: $pin"
[ -z "$tsa_ca" ] || [ -r "$tsa_ca" ] || usage "读不到 / cannot read: $tsa_ca"
if [ -f "$dir" ]; then
  usage '' \
    '这是一个文件。先看清单, 再解到一个新的空目录:' \
    'This is a file. Look at the list first, then unpack it into a new empty folder:' \
    "  tar -tvf FILE | grep -v '^-rw-r--r-- 0/0 '    # 应无输出 / prints nothing" \
    "  tar -tf FILE | grep -E '^/|(^|/)\\.\\.(/|\$)'     # 应无输出 / prints nothing" \
    '  tar -tf FILE | sort | uniq -d                 # 应无输出 / prints nothing' \
    '  mkdir bundle && tar -xf FILE -C bundle' \
    '  sh verify.sh bundle --pin PINS'
fi
[ -d "$dir" ] || usage "没有这个目录 / no such folder: $dir"

tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
# Read through the shell, so that names from outside never look like options.
cat <"$pin" >"$tmp/pins" || exit 2
[ -z "$tsa_ca" ] || cat <"$tsa_ca" >"$tmp/tsa-ca" || exit 2
cd "$dir" || exit 2

# What is needed more than once -------------------------------------------------------------------

why=''
no() {
  why=$1
  return 1
}

bytes_of() { wc -c <"$1" | tr -d ' '; }
digest() { openssl dgst "-$1" -r <"$2" | cut -b1-64; }

# is_small FILE BYTES: whether there is such a file of at most so many bytes.
is_small() {
  [ -f "$1" ] || no "缺少 / missing: $1" || return 1
  [ "$(bytes_of "$1")" -le "$2" ] || no "过大 / too large: $1"
}

is_hex64() {
  [ ${#1} -eq 64 ] || return 1
  case $1 in *[!0-9a-f]*) return 1 ;; esac
}

is_number() {
  case $1 in '' | *[!0-9]* | 0?*) return 1 ;; esac
  [ ${#1} -le 18 ] || { [ ${#1} -eq 19 ] && expr "x$1" '<=' x9223372036854775807 >/dev/null; }
}

# has_only FILE SET: whether all bytes of the file are of the set.
has_only() { [ "$(tr -d "$2" <"$1" | wc -c | tr -d ' ')" -eq 0 ]; }

# is_text FILE: UTF-8 without noncharacters and marks that change the reading direction.
# Normalization Form C is left to the other verifiers.
is_text() {
  has_only "$1" '\000-\177' && return 0
  hex=" $(od -An -v -tx1 <"$1" | tr -s ' \n' '  ') "
  case $hex in
    *' d8 9c '* | *' e2 80 8'[ef]' '* | *' e2 80 a'[a-e]' '* | *' e2 81 a'[6-9]' '*) return 1 ;;
    *' ef b7 '[9a]?' '* | *' ef bf b'[ef]' '* | *' f'?' '?'f bf b'[ef]' '*) return 1 ;;
  esac
  rest=0
  for byte in $hex; do
    if [ $rest -eq 0 ]; then
      range='[89ab]?'
      case $byte in
        [0-7]?) ;;
        c[2-9a-f] | d?) rest=1 ;;
        e0) rest=2 range='[ab]?' ;;
        ed) rest=2 range='[89]?' ;;
        e?) rest=2 ;;
        f0) rest=3 range='[9ab]?' ;;
        f[123]) rest=3 ;;
        f4) rest=3 range='8?' ;;
        *) return 1 ;;
      esac
    else
      # shellcheck disable=SC2254  # a pattern is meant
      case $byte in $range) ;; *) return 1 ;; esac
      range='[89ab]?' rest=$((rest - 1))
    fi
  done
  [ $rest -eq 0 ]
}

# files -------------------------------------------------------------------------------------------

is_described() {
  case $1 in
    statement.txt | MANIFEST.sha256 | MANIFEST.sm3 | README.zh.txt | README.en.txt) ;;
    sigs/statement.sm2.sig | sigs/statement.p256.sig) ;;
    sigs/statement.tsr | sigs/statement.tsr.p256.sig) ;;
    keys/sm2.pub | keys/p256.pub | keys/ed25519.pub | keys/sm2.crt | keys/p256.crt) ;;
    heads/checkpoint | heads/checkpoint.sm3 | heads/history.jsonl) ;;
    proofs/consistency.sha256 | proofs/consistency.sm3) ;;
    proofs/inclusion.sha256 | proofs/inclusion.sm3) ;;
    data/csv/?* | reports/?* | journals/?* | gbt24589/?* | ao/?*) ;;
    verify/verify.sh | verify/verify.py | verify/incl.sh | verify/SPEC.md | verify/RECORDS.md) ;;
    data/entries-*.jsonl)
      digits=${1#data/entries-}
      digits=${digits%.jsonl}
      case $digits in *[!0-9]* | '' | ? | ?? | ???) return 1 ;; esac
      ;;
    *) return 1 ;;
  esac
}

check_files() {
  find . -mindepth 1 -print0 >"$tmp/names" 2>"$tmp/errors" || no '目录读不全 / cannot read all' ||
    return 1
  has_only "$tmp/names" '\000\041-\133\135-\176\200-\377' ||
    no '文件名含空格、控制字符或反斜杠 / a name has spaces, controls or backslashes' || return 1
  [ -z "$(find . -mindepth 1 ! -type f ! -type d)" ] ||
    no '含链接或特殊文件 / links or special files' || return 1
  [ -z "$(find . -mindepth 1 -type d -empty)" ] || no '含空目录 / an empty folder' || return 1
  [ -z "$(find . -mindepth 1 -name '-*')" ] || no '文件名以-开头 / a name begins with -' || return 1
  tr '\000' '\n' <"$tmp/names" | cut -b3- | sort >"$tmp/all"
  [ "$(cut -b201- <"$tmp/all" | tr -d '\n' | wc -c | tr -d ' ')" -eq 0 ] ||
    no '路径超过200字节 / a path has more than 200 bytes' || return 1
  is_text "$tmp/all" || no '文件名不是UTF-8 / a name is not UTF-8' || return 1
  case $(od -An -v -tx1 <"$tmp/all" | tr -s ' \n' '  ') in
    *' c2 '[89]?' '*) no '文件名含控制字符 / a name has controls' || return 1 ;;
  esac
  twice=$(tr A-Z a-z <"$tmp/all" | sort | uniq -d | head -n 1)
  [ -z "$twice" ] || no "只有大小写不同 / differ by case alone: $twice" || return 1
  find . -mindepth 1 -type f -print0 | tr '\000' '\n' | cut -b3- | sort >"$tmp/files"
  while IFS= read -r path; do
    is_described "$path" || no "审计包不应有 / a bundle holds no $path" || return 1
  done <"$tmp/files"
  for path in statement.txt MANIFEST.sha256 MANIFEST.sm3; do
    [ -f $path ] || no "缺少 / missing: $path" || return 1
  done
}

# statement ---------------------------------------------------------------------------------------

# field NAME: takes the next line, which has to be the one of this name.
field() {
  IFS= read -r line <&3 || no "缺少 / missing: $1" || return 1
  case $line in
    "$1 "?*) value=${line#"$1 "} ;;
    *) no "此处应为 / here belongs: $1" || return 1 ;;
  esac
  rebuilt="$rebuilt$line
"
}

is_month() {
  case $1 in [0-9][0-9][0-9][0-9]-0[1-9] | [0-9][0-9][0-9][0-9]-1[0-2]) ;; *) return 1 ;; esac
}

is_period() {
  [ "$1" != - ] || return 0
  is_month "${1%%..*}" || return 1
  [ "$1" = "${1%%..*}" ] && return 0
  is_month "${1#*..}" && expr "x${1%%..*}" '<' "x${1#*..}" >/dev/null
}

is_time() {
  case $1 in
    [0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z) ;;
    *) return 1 ;;
  esac
  year=${1%%-*} month=${1#*-} day=${1%%T*} hour=${1#*T}
  month=${month%%-*} day=${day##*-} hour=${hour%%:*}
  is_month "$year-$month" && [ "$year" != 0000 ] && [ "$hour" -le 23 ] || return 1
  year=$((1$year - 10000)) days=31
  case $month in
    04 | 06 | 09 | 11) days=30 ;;
    02)
      days=28
      [ $((year % 4)) -ne 0 ] || { [ $((year % 100)) -eq 0 ] && [ $((year % 400)) -ne 0 ]; } || days=29
      ;;
  esac
  [ "$day" -ge 1 ] && [ "$day" -le $days ]
}

# fits SIZE SHA256 SM3: a log has the roots of the empty tree exactly when it is empty.
fits() {
  is_number "$1" && is_hex64 "$2" && is_hex64 "$3" || return 1
  if [ "$1" = 0 ]; then
    [ "$2 $3" = "$empty_sha256 $empty_sm3" ]
  else
    [ "$2 $3" != "$empty_sha256 $empty_sm3" ]
  fi
}

read_statement() {
  IFS= read -r line <&3 && [ "$line" = funds-audit-statement/v1 ] || no '版本 / version' || return 1
  rebuilt="$line
"
  field origin || return 1
  case $value in *[!!-*,-~]* | */sm3) no origin || return 1 ;; esac
  [ ${#value} -le 200 ] || no origin || return 1
  field book || return 1
  field period && { is_period "$value" || no period; } || return 1
  field project || return 1
  field size && size=$value && field root-sha256 && root_sha256=$value && field root-sm3 &&
    root_sm3=$value && { fits "$size" "$root_sha256" "$root_sm3" || no 'size, root-*'; } || return 1
  field prev-size && before=$value && field prev-root-sha256 && before_sha256=$value &&
    field prev-root-sm3 && { fits "$before" "$before_sha256" "$value" || no 'prev-*'; } || return 1
  [ "$before" -lt "$size" ] || [ "$before $before_sha256 $value" = "$size $root_sha256 $root_sm3" ] ||
    no '日志变短 / the log shrank' || return 1
  field manifest-sha256 && manifest_sha256=$value && field manifest-sm3 && manifest_sm3=$value ||
    return 1
  [ "$manifest_sha256 $manifest_sm3" = '- -' ] ||
    { is_hex64 "$manifest_sha256" && is_hex64 "$manifest_sm3"; } || no 'manifest-*' || return 1
  field require && require=$value || return 1
  case $require in
    sm2-sm3 | ecdsa-p256-sha256 | 'sm2-sm3 ecdsa-p256-sha256') ;;
    *) no require || return 1 ;;
  esac
  field sm2-id && { [ "$value" = "${distid#*:}" ] || no sm2-id; } || return 1
  for algorithm in $require; do
    field key || return 1
    [ "${value%% *}" = "$algorithm" ] && is_hex64 "${value#* }" || no key || return 1
    case $algorithm in sm2-sm3) sm2_id=${value#* } ;; *) p256_id=${value#* } ;; esac
  done
  field key-epoch && { is_number "$value" || no key-epoch; } || return 1
  field made-at && made_at=$value && { is_time "$value" || no made-at; } || return 1
  field program
}

check_statement() {
  is_small statement.txt 4096 || return 1
  has_only statement.txt '\012\040-\176\200-\377' || no '含控制字符 / control characters' || return 1
  is_text statement.txt || no '不是UTF-8或含禁用字符 / not UTF-8 or forbidden characters' || return 1
  sm2_id='' p256_id=''
  read_statement 3<statement.txt || return 1
  printf %s "$rebuilt" >"$tmp/rebuilt"
  [ "$(digest sha256 statement.txt)" = "$(digest sha256 "$tmp/rebuilt")" ] ||
    no '行数不对或末行无换行 / more lines, or no line feed at the end'
}

# pins, signatures, timestamp ---------------------------------------------------------------------

read_pins() {
  pins=' '
  cr=$(printf '\r')
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%"$cr"}
    case $line in '#'*) continue ;; *[!\ ]*) ;; *) continue ;; esac
    id=$(printf %s "${line%% *}" | tr A-F a-f)
    is_hex64 "$id" || no '指纹文件有一行不是指纹 / the pin file has a line that is no digest' || return 1
    pins="$pins$id "
  done <"$tmp/pins"
  [ "$pins" != ' ' ] || no '指纹文件是空的 / the pin file holds no digest'
}

# check_key NAME PREFIX ID: whether the key file is the pinned key of the statement.
check_key() {
  case $pins in *" $3 "*) ;; *) no "未核对过的公钥 / this key is not pinned: $1 $3" || return 1 ;; esac
  is_small "keys/$1.pub" 1048576 || return 1
  openssl pkey -pubin -in "keys/$1.pub" -outform DER -out "$tmp/$1.der" 2>"$tmp/errors" ||
    no "不是公钥 / not a public key: keys/$1.pub" || return 1
  [ "$(bytes_of "$tmp/$1.der")" -eq 91 ] &&
    [ "$(od -An -v -tx1 -N27 <"$tmp/$1.der" | tr -d ' \n')" = "$2" ] &&
    [ "$(digest sha256 "$tmp/$1.der")" = "$3" ] ||
    no "不是声明中的公钥 / not the key of the statement: keys/$1.pub"
}

check_pins() {
  read_pins || return 1
  [ "$require" = 'sm2-sm3 ecdsa-p256-sha256' ] ||
    no '声明没有要求两种签名 / the statement does not require both algorithms' || return 1
  check_key sm2 $sm2_prefix "$sm2_id" && check_key p256 $p256_prefix "$p256_id"
}

# is_pair FILE: whether it is a DER sequence of two integers and nothing more. OpenSSL looks at the
# integers, but takes an SM2 signature with bytes after it.
is_pair() {
  size_of_pair=$(bytes_of "$1")
  # shellcheck disable=SC2046  # one argument for each byte
  set -- $(od -An -v -tu1 <"$1")
  [ "$size_of_pair" -ge 8 ] && [ "$1 $2 $3" = "48 $((size_of_pair - 2)) 2" ] || return 1
  first_integer=$4
  [ $((first_integer + 6)) -lt "$size_of_pair" ] || return 1
  shift $((first_integer + 4))
  [ "$1" = 2 ] && [ $((first_integer + $2 + 6)) -eq "$size_of_pair" ]
}

is_signed() {
  is_small "$2" 256 || return 1
  is_pair "$2" || no "签名不是所述的DER / not the DER that is described: $2" || return 1
  case $1 in sm2) set -- "$@" -sm3 -sigopt $distid ;; *) set -- "$@" -sha256 ;; esac
  key=$1 signature=$2 text=$3
  shift 3
  openssl dgst "$@" -verify "keys/$key.pub" -signature "$signature" "$text" >"$tmp/said" 2>&1 ||
    no "签名不对 / wrong signature: $signature"
}

check_signatures() {
  is_signed sm2 sigs/statement.sm2.sig statement.txt &&
    is_signed p256 sigs/statement.p256.sig statement.txt
}

read_token() {
  granted='' stamped='' algorithm='' imprint='' dump=''
  while IFS= read -r line; do
    case $line in
      'Status: Granted.' | 'Status: Granted with modifications.') granted=yes ;;
      'Hash Algorithm: '*) algorithm=${line#Hash Algorithm: } ;;
      'Time stamp: '*) stamped=${line#Time stamp: } ;;
      'Message data:') dump=yes ;;
      '    '????' - '*)
        [ -z "$dump" ] || imprint="$imprint$(printf %s "$line" | cut -b12-58 | tr -dc 0-9a-f)"
        ;;
      *) dump='' ;;
    esac
  done
  [ -n "$granted" ] && [ -n "$stamped" ]
}

# is_one_element FILE: whether it is a DER sequence and nothing more.
is_one_element() {
  size_of_element=$(bytes_of "$1")
  # shellcheck disable=SC2046  # one argument for each byte
  set -- $(od -An -v -tu1 -N5 <"$1")
  [ $# -eq 5 ] && [ "$1" -eq 48 ] || return 1
  case $2 in
    129) [ "$3" -ge 128 ] && [ "$size_of_element" -eq $(($3 + 3)) ] ;;
    130) [ "$3" -ge 1 ] && [ "$size_of_element" -eq $(($3 * 256 + $4 + 4)) ] ;;
    131) [ "$3" -ge 1 ] && [ "$size_of_element" -eq $(($3 * 65536 + $4 * 256 + $5 + 5)) ] ;;
    *) [ "$2" -lt 128 ] && [ "$size_of_element" -eq $(($2 + 2)) ] ;;
  esac
}

# is_by_authority EPOCH: whether the token is signed by one whose certificate it brings, who is a
# time stamping authority and nothing else, and was one then. Trusting him for a moment leaves what
# else `openssl ts` asks: the signature, his name in it, the digest of the statement.
is_by_authority() {
  openssl ts -reply -in "$token" -token_out -out "$tmp/token.der" 2>"$tmp/errors" &&
    openssl cms -verify -noverify -inform DER -in "$tmp/token.der" -signer "$tmp/signer" \
      -out "$tmp/said" 2>"$tmp/errors" &&
    [ "$(grep -c -e '-BEGIN CERTIFICATE-' "$tmp/signer")" -eq 1 ] ||
    no '时间戳签名不对或未附证书 / not signed by one who brings his certificate' || return 1
  usage=$(openssl x509 -in "$tmp/signer" -noout -ext extendedKeyUsage 2>"$tmp/errors" | tr -s ' \n' '  ')
  case $usage in
    *' Usage: critical Time Stamping ') ;;
    *) no '签名者不是时间戳机构 / signed by a key that does not stamp times' || return 1 ;;
  esac
  openssl ts -verify -data statement.txt -in "$token" -CAfile "$tmp/signer" -partial_chain \
    -attime "$1" >"$tmp/said" 2>&1 ||
    no '时间戳签名不对, 或证书当时无效 / not signed as its certificate says, or not valid then'
}

check_timestamp() {
  token=sigs/statement.tsr
  if [ ! -f $token ]; then
    [ ! -f $token.p256.sig ] || no "缺少 / missing: $token" || return 1
    [ -z "$tsa_ca" ] || no '要求有时间戳而没有 / there is no time stamp' || return 1
    why='没有时间戳 / no time stamp'
    return 0
  fi
  is_small $token 65536 || return 1
  openssl ts -reply -in $token -text >"$tmp/token" 2>"$tmp/errors" && is_one_element $token ||
    no '不是RFC 3161应答 / not an RFC 3161 response' || return 1
  read_token <"$tmp/token" || no '时间戳未签发 / the time stamp was not granted' || return 1
  [ "$algorithm $imprint" = "sha256 $(digest sha256 statement.txt)" ] ||
    no '时间戳属于别的文件 / it is about something else' || return 1
  is_signed p256 $token.p256.sig $token || return 1
  why=$stamped
  clock=${stamped%%.*}
  [ "$clock" = "$stamped" ] || clock="$clock ${stamped#*.* }"
  epoch=$(date -u -d "$clock" +%s) || no '时间看不懂 / its time is not understood' || return 1
  is_by_authority "$epoch" || return 1
  [ -n "$tsa_ca" ] || return 0
  openssl ts -verify -data statement.txt -in $token -CAfile "$tmp/tsa-ca" -partial_chain \
    -auth_level 2 -attime "$epoch" >"$tmp/said" 2>&1 ||
    no '时间戳不出自给定的根证书 / it does not lead to a given root'
}

# manifest, digests -------------------------------------------------------------------------------

read_manifest() {
  is_small "MANIFEST.$1" 268435456 || return 1
  [ "$(digest "$1" "MANIFEST.$1")" = "$2" ] || no "MANIFEST.$1 不是所签的 / is not the signed one" ||
    return 1
  has_only "MANIFEST.$1" '\012\040-\133\135-\176\200-\377' && is_text "MANIFEST.$1" ||
    no "MANIFEST.$1 含禁用字符 / has forbidden characters" || return 1
  [ -z "$(tail -c 1 <"MANIFEST.$1")" ] || no "MANIFEST.$1 末行无换行 / ends without line feed" ||
    return 1
  while IFS= read -r line; do
    path=${line#*"  "}
    is_hex64 "${line%%"  "*}" && [ ${#path} -le 200 ] ||
      no "MANIFEST.$1 有一行不合格式 / has a malformed line" || return 1
    case /$path/ in
      *//* | */./* | */../* | */-* | *' '* | /statement.txt/ | /MANIFEST.* | /sigs/*)
        no "MANIFEST.$1 不应列有 / may not list $path" || return 1
        ;;
    esac
  done <"MANIFEST.$1"
  cut -b67- <"MANIFEST.$1" >"$tmp/paths.$1"
  sort -c -u "$tmp/paths.$1" 2>"$tmp/errors" || no "MANIFEST.$1 次序不对 / is not in byte order"
}

check_manifest() {
  read_manifest sha256 "$manifest_sha256" && read_manifest sm3 "$manifest_sm3" || return 1
  [ -z "$(comm -3 "$tmp/paths.sha256" "$tmp/paths.sm3")" ] ||
    no '两份清单所列文件不同 / the manifests list different files'
}

check_digests() {
  while IFS= read -r path; do
    case $path in statement.txt | MANIFEST.sha256 | MANIFEST.sm3 | sigs/*) ;; *) printf '%s\n' "$path" ;; esac
  done <"$tmp/files" >"$tmp/found"
  other=$(comm -13 "$tmp/found" "$tmp/paths.sha256" | head -n 1)
  [ -z "$other" ] || no "缺少 / missing: $other" || return 1
  other=$(comm -23 "$tmp/found" "$tmp/paths.sha256" | head -n 1)
  [ -z "$other" ] || no "清单中没有 / not in the manifests: $other" || return 1
  for name in sha256 sm3; do
    tr '\n' '\000' <"$tmp/found" | xargs -0 -r openssl dgst "-$name" -r >"$tmp/digests" ||
      no '有文件读不了 / cannot read a file' || return 1
    while read -r hex path; do
      printf '%s  %s\n' "$hex" "${path#\*}"
    done <"$tmp/digests" | sort >"$tmp/now"
    sort <MANIFEST.$name >"$tmp/then"
    other=$(comm -23 "$tmp/now" "$tmp/then" | head -n 1 | cut -b67-)
    [ -z "$other" ] || no "被改动 / changed: $other" || return 1
  done
}

# The run -----------------------------------------------------------------------------------------

bad=' ' first=''

# check NAME CHINESE ENGLISH NEEDED…: runs a check unless one it cannot do without did not pass.
check() {
  check=$1 zh=$2 en=$3 result=ok
  shift 3
  why=''
  for need in "$@"; do
    case $bad in *" $need "*) result=skipped ;; esac
  done
  if [ $result = ok ]; then
    "check_$check" || result=FAILED
  fi
  if [ $result != ok ]; then
    bad="$bad$check "
    [ $result = skipped ] || [ -n "$first" ] || first=$check
  fi
  printf '%-13s%-8s %s / %s\n' "$check" $result "$zh" "$en"
  # What a hostile bundle calls its files is shown without control characters.
  [ -z "$why" ] || printf '%22s%s\n' '' "$(printf %s "$why" | tr -d '\000-\037\177')"
}

check files '文件与目录合乎格式' 'the files are as described'
check statement '签名声明合乎格式' 'statement.txt is a statement' files
check pins '签名公钥就是事先核对过的' 'the keys are the pinned ones' statement
check signatures '两个签名都正确' 'both signatures are right' pins
check timestamp '时间戳属于这份声明' 'the time stamp is one for the statement' signatures
check manifest '文件清单就是所签的清单' 'the manifests are the signed ones' statement
check digests '文件与清单一致' 'the files are those of the manifests' manifest

if [ -n "$first" ]; then
  printf '未通过, 首个失败的检查: %s / not valid, the first check that failed: %s\n' "$first" "$first"
  exit 7
fi
printf '通过: 日志共 %s 条记录, 声明于 %s / valid: a log of %s records, stated at %s\n' \
  "$size" "$made_at" "$size" "$made_at"
printf '%s\n' '未检查: 记录本身说了什么, 见verify.py / not checked here: what the records say, see verify.py'
