/* In place of Python in the script of a hook: asks the server of fork_server.py, whose socket is
   beside this program, for a process, and ends as it does. The arguments are those of Python:
   -E -S start.py WORD... If the server refuses the request, or there is none, this starts PYTHON,
   the interpreter that is named when this is compiled. */

#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

extern char **environ;

static char *request;
static size_t length, room;

static void append(const char *field) {
    size_t size = strlen(field) + 1;
    while (length + size > room)
        request = realloc(request, room = 2 * room + size);
    memcpy(request + length, field, size);
    length += size;
}

/* The format of fork_server.pack. */
static void pack(int count, char **words) {
    char number[32], directory[PATH_MAX];
    mode_t mask = umask(077);
    umask(mask);
    snprintf(number, sizeof number, "%d", (int)mask);
    append(number);
    append(getcwd(directory, sizeof directory) ? directory : "/");
    snprintf(number, sizeof number, "%d", count);
    append(number);
    for (int word = 0; word < count; word++)
        append(words[word]);
    for (char **variable = environ; *variable; variable++)
        append(*variable);
    length--; /* separators, not terminators */
}

static int connected(const char *program) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s.socket", program);
    return connect(server, (struct sockaddr *)&address, sizeof address) ? -1 : server;
}

/* Send the length of the request with the standard streams, then the request. */
static int sent(int server) {
    unsigned char header[8];
    int streams[3] = {0, 1, 2};
    union {
        struct cmsghdr aligned;
        char bytes[CMSG_SPACE(sizeof streams)];
    } control;
    struct iovec content = {header, sizeof header};
    struct msghdr message = {.msg_iov = &content, .msg_iovlen = 1, .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    for (int place = 0; place < 8; place++)
        header[place] = (unsigned char)(length >> (56 - 8 * place));
    struct cmsghdr *first = CMSG_FIRSTHDR(&message);
    *first = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS,
                              .cmsg_len = CMSG_LEN(sizeof streams)};
    memcpy(CMSG_DATA(first), streams, sizeof streams);
    if (sendmsg(server, &message, 0) != sizeof header)
        return 0;
    for (size_t done = 0; done < length;) {
        ssize_t written = write(server, request + done, length - done);
        if (written <= 0)
            return 0;
        done += (size_t)written;
    }
    return 1;
}

static int starts_git_secrets(int count, char **words) {
    const char *file = count > 4 ? strrchr(words[3], '/') : NULL;
    return file && !strcmp(words[1], "-E") && !strcmp(words[2], "-S") && !strcmp(file, "/start.py");
}

int main(int count, char **words) {
    char answer[16] = "";
    int server = starts_git_secrets(count, words) ? connected(words[0]) : -1;
    if (server >= 0) {
        pack(count - 4, words + 4);
        if (sent(server) && read(server, answer, sizeof answer - 1) > 0 && *answer != '?')
            return atoi(answer);
    }
    words[0] = PYTHON;
    execv(PYTHON, words);
    return 127;
}
