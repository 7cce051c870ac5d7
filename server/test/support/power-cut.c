// Preloaded into a house's process by power-cut.ts: keeps, beside the house, what a power cut would leave of it.
//
// After fsync or fdatasync of a file under POWER_CUT_ROOT its content is copied to POWER_CUT_KEPT/f-KEY; after fsync of a
// directory its entries are written to POWER_CUT_KEPT/d-KEY, one line each: type, mode, key, name. Nothing else is kept:
// a write that was never synced, or an entry whose directory was not, is lost, which is the worst that a disk may do.
// KEY is inode and birth time, because inode numbers are used again.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int key_of(int at, const char *name, int flags, char *key, struct statx *found) {
  if (statx(at, name, flags | AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, found) != 0) return -1;
  long long born = (found->stx_mask & STATX_BTIME) ? found->stx_btime.tv_sec * 1000000000LL + found->stx_btime.tv_nsec : 0;
  snprintf(key, 64, "%llu-%lld", (unsigned long long)found->stx_ino, born);
  return 0;
}

static int put(const char *kept, char kind, const char *key, int (*fill)(int from, int to), int from) {
  char part[PATH_MAX], whole[PATH_MAX];
  snprintf(part, sizeof part, "%s/part-%s", kept, key);
  snprintf(whole, sizeof whole, "%s/%c-%s", kept, kind, key);
  int to = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (to < 0) return -1;
  int wrong = fill(from, to);
  close(to);
  return wrong ? -1 : rename(part, whole); // a kill in between leaves what was kept before
}

static int copy_file(int from, int to) {
  char path[64], bytes[65536];
  snprintf(path, sizeof path, "/proc/self/fd/%d", from); // a second opening: its own place, and readable
  int source = open(path, O_RDONLY);
  if (source < 0) return -1;
  ssize_t count;
  while ((count = read(source, bytes, sizeof bytes)) > 0)
    if (write(to, bytes, count) != count) count = -1;
  close(source);
  return count < 0 ? -1 : 0;
}

static int copy_entries(int from, int to) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", from);
  DIR *entries = opendir(path);
  if (!entries) return -1;
  int wrong = 0;
  for (struct dirent *entry; (entry = readdir(entries));) {
    char key[64];
    struct statx found;
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    if (key_of(dirfd(entries), entry->d_name, 0, key, &found) != 0) continue; // gone while we looked
    char type = S_ISDIR(found.stx_mode) ? 'd' : S_ISREG(found.stx_mode) ? 'f' : 'o';
    wrong |= dprintf(to, "%c %o %s %s\n", type, found.stx_mode & 07777, key, entry->d_name) < 0;
  }
  closedir(entries);
  return wrong;
}

static int keep(int fd, int result) {
  const char *root = getenv("POWER_CUT_ROOT"), *kept = getenv("POWER_CUT_KEPT");
  if (result != 0 || !root || !kept) return result;
  int said = errno;
  char link[64], path[PATH_MAX], key[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  size_t most = strlen(root);
  if (length < (ssize_t)most) return result;
  path[length] = 0;
  if (strncmp(path, root, most) != 0 || (path[most] != 0 && path[most] != '/')) return result;
  struct statx found;
  if (key_of(fd, "", AT_EMPTY_PATH, key, &found) == 0) {
    pthread_mutex_lock(&lock);
    if (S_ISDIR(found.stx_mode)) result = put(kept, 'd', key, copy_entries, fd);
    else if (S_ISREG(found.stx_mode)) result = put(kept, 'f', key, copy_file, fd);
    pthread_mutex_unlock(&lock);
  }
  errno = said;
  return result;
}

int fsync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  return keep(fd, real(fd));
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  return keep(fd, real(fd));
}
