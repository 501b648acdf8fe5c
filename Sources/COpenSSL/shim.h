#include <openssl/err.h>
#include <openssl/evp.h>
#include <sys/random.h>
