/* Stands in for the interpreter of installed hooks: lets the fork server run the hook.

   What cannot be handed over, PYTHON runs: other files than START, and processes outside of GROUP,
   the process group of the server, since signals to another one would not reach the server's. */

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

extern char **environ;

/* The length as eight bytes, and what Request.parse in fork_server.py reads. */
static char request[1 << 20];
static size_t end = 8;

static int add(const char *field)
{
    size_t size = strlen(field) + 1;
    if (size > sizeof request - end)
        return 0;
    memcpy(request + end, field, size);
    end += size;
    return 1;
}

static int add_number(int number)
{
    char text[16];
    snprintf(text, sizeof text, "%d", number);
    return add(text);
}

static int write_request(int count, char **words)
{
    char cwd[1 << 12];
    mode_t mask = umask(0);
    umask(mask);
    if (!getcwd(cwd, sizeof cwd) || !add(cwd) || !add_number(mask) || !add_number(count))
        return 0;
    for (; *words; words++)
        if (!add(*words))
            return 0;
    for (char **variable = environ; *variable; variable++)
        if (!add(*variable))
            return 0;
    uint64_t length = end - 8;
    for (int place = 7; place >= 0; place--, length >>= 8)
        request[place] = length & 0xff;
    return 1;
}

/* Send the request with the standard streams. */
static int send_request(int server)
{
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(3 * sizeof(int))];
    } control = {0};
    int streams[] = {0, 1, 2};
    struct iovec part = {request, end};
    struct msghdr message = {
        .msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = sizeof control.space,
    };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof streams);
    memcpy(CMSG_DATA(header), streams, sizeof streams);
    for (ssize_t sent = 0; part.iov_len; part.iov_base = (char *)part.iov_base + sent) {
        sent = sendmsg(server, &message, 0);
        if (sent < 0)
            return 0;
        part.iov_len -= sent;
        message.msg_control = NULL;
        message.msg_controllen = 0;
    }
    return 1;
}

/* Let the server run the hook; return whether it did, with its exit status in ``status``. */
static int hand_over(int count, char **words, int *status)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char answer[16] = "";
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    strncpy(address.sun_path, SERVER, sizeof address.sun_path - 1);
    if (connect(server, (struct sockaddr *)&address, sizeof address) == 0
        && write_request(count, words) && send_request(server)
        && read(server, answer, sizeof answer - 1) > 0) {
        *status = atoi(answer);
        return 1;
    }
    close(server);
    return 0;
}

int main(int count, char **words)
{
    int status;
    if (count > 3 && strcmp(words[1], "-E") == 0 && strcmp(words[2], "-S") == 0
        && strcmp(words[3], START) == 0 && getpgrp() == GROUP
        && hand_over(count - 3, words + 3, &status)) {
        if (status < 0)
            kill(getpid(), -status);
        return status;
    }
    execv(PYTHON, words);
    return 127;
}
