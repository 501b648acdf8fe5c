#!/bin/sh
# Checks that a record is in the log (包含证明), with coreutils and openssl alone.
#
#   sh incl.sh PROOF HEADER [--key ED25519.pub]
#
# PROOF is a .tlog-proof of either tree; HEADER holds the header of the record, one line of JSON.
# With --key the checkpoint in the proof has to be signed by that key; without it compare the size
# and the root that are printed with a checkpoint you trust.
# Exit code 0: the record is in that log; 7: it is not; 2: wrong call.
# shellcheck disable=SC2015
set -u
LC_ALL=C
export LC_ALL
umask 077

usage() {
  printf '%s\n' '用法 / usage: sh incl.sh PROOF HEADER [--key ED25519.pub]' "$@" >&2
  exit 2
}

proof='' header='' key=''
while [ $# -gt 0 ]; do
  case $1 in
    --key)
      [ $# -ge 2 ] || usage '--key?'
      key=$2
      shift
      ;;
    *)
      if [ -z "$proof" ]; then proof=$1; elif [ -z "$header" ]; then header=$1; else usage; fi
      ;;
  esac
  shift
done
[ -n "$header" ] || usage
for file in "$proof" "$header" ${key:+"$key"}; do
  [ -f "$file" ] && [ -r "$file" ] || usage "读不到 / cannot read: $file"
done

tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM

no() {
  printf '不成立 / not proved: %s\n' "$1"
  exit 7
}

is_number() {
  case $1 in '' | *[!0-9]* | 0?*) return 1 ;; esac
  [ ${#1} -le 18 ] || { [ ${#1} -eq 19 ] && expr "x$1" '<=' x9223372036854775807 >/dev/null; }
}

unbase() { printf '%s\n' "$1" | openssl base64 -d -A; }
rebase() { openssl base64 -A; }
hash() { openssl dgst "-$name" -binary; }

# is_hash TEXT: 32 bytes in the one spelling of base 64.
is_hash() {
  [ ${#1} -eq 44 ] || return 1
  case $1 in *[!A-Za-z0-9+/=]*) return 1 ;; esac
  [ "$(unbase "$1" | rebase)" = "$1" ] && [ "$(unbase "$1" | wc -c | tr -d ' ')" -eq 32 ]
}

node() {
  {
    printf '\1'
    unbase "$1"
    unbase "$2"
  } | hash | rebase
}

[ "$(tr -d '\012\040-\176\200-\377' <"$proof" | wc -c | tr -d ' ')" -eq 0 ] || no 'control characters'
[ -z "$(tail -c 1 <"$proof")" ] || no 'no line feed at the end'
exec 3<"$proof"
next() { IFS= read -r line <&3 || no 'the proof ends too early'; }

next
[ "$line" = c2sp.org/tlog-proof@v1 ] || no 'not a tlog-proof'
next
case $line in 'extra '?*) next ;; esac
index=${line#index }
[ "$line" != "$index" ] && is_number "$index" || no index
: >"$tmp/path"
next
while [ -n "$line" ]; do
  is_hash "$line" || no 'a hash is not 32 bytes in base 64'
  printf '%s\n' "$line" >>"$tmp/path"
  next
done
next
origin=$line
next
size=$line
next
root=$line
case $origin in '' | *[!!-*,-~]*) no origin ;; esac
is_number "$size" || no size
is_hash "$root" || no root
name=sha256
case $origin in */sm3) name=sm3 ;; esac
printf '%s\n%s\n%s\n' "$origin" "$size" "$root" >"$tmp/text"

# The one line of the header, hashed as it stands.
[ "$(wc -l <"$header" | tr -d ' ')" -le 1 ] || no 'the header is more than one line'
[ "$index" -lt "$size" ] || no 'the index lies outside of the log'
now=$({
  printf '\0'
  tr -d '\n' <"$header"
} | hash | rebase)
first=$index second=$((size - 1))
while IFS= read -r item; do
  [ $second -ne 0 ] || no 'the path is too long'
  if [ $((first % 2)) -eq 1 ] || [ "$first" -eq $second ]; then
    now=$(node "$item" "$now")
    while [ "$first" -ne 0 ] && [ $((first % 2)) -eq 0 ]; do
      first=$((first / 2)) second=$((second / 2))
    done
  else
    now=$(node "$now" "$item")
  fi
  first=$((first / 2)) second=$((second / 2))
done <"$tmp/path"
[ $second -eq 0 ] || no 'the path is too short'
[ "$now" = "$root" ] || no 'the path leads to another root'

signed='未核对签名 / signature not checked'
next
[ -z "$line" ] || no 'the checkpoint has more than three lines'
if [ -n "$key" ]; then
  signed=''
  openssl pkey -pubin -outform DER <"$key" >"$tmp/der" 2>"$tmp/errors" || usage "not a key: $key"
  [ "$(wc -c <"$tmp/der" | tr -d ' ')" -eq 44 ] || usage "not an Ed25519 key: $key"
  openssl pkey -pubin <"$key" >"$tmp/pem"
  number=$({
    printf '%s\n\1' "$origin"
    tail -c 32 <"$tmp/der"
  } | openssl dgst -sha256 -r | cut -b1-8)
  while IFS= read -r line <&3; do
    sent=${line##* }
    [ "$line" = "$(printf '\342\200\224') $origin $sent" ] || continue
    unbase "$sent" >"$tmp/sent"
    [ "$(od -An -v -tx1 -N4 <"$tmp/sent" | tr -d ' \n')" = "$number" ] || continue
    tail -c +5 <"$tmp/sent" >"$tmp/signature"
    openssl pkeyutl -verify -rawin -pubin -inkey "$tmp/pem" -in "$tmp/text" \
      -sigfile "$tmp/signature" >"$tmp/said" 2>&1 || no 'wrong signature'
    signed='检查点签名正确 / the checkpoint is signed'
  done
  [ -n "$signed" ] || no 'not signed by that key'
fi

printf '成立: 这是日志的第 %s 条(从0数)记录 / proved: this is record %s of the log\n' "$index" "$index"
printf '%s\n' "origin $origin" "size $size" "root-$name $root" "$signed"
