"""Programs in shell commands: those that show files, and those that run others."""

from __future__ import annotations

# Programs that print the files they are given, or take their settings from them.
SHOWING = {
    *("cat", "tac", "nl", "head", "tail", "less", "more", "most", "bat", "batcat", "view"),
    *("look", "grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack", "sed", "awk", "gawk"),
    *("mawk", "nawk", "perl", "cut", "sort", "uniq", "paste", "join", "comm", "diff"),
    *("colordiff", "sdiff", "cmp", "wdiff", "delta", "od", "xxd", "hexdump", "hd", "strings"),
    *("base64", "base32", "basenc", "iconv", "recode", "jq", "yq", "xq", "tomlq", "dasel"),
    *("gron", "fold", "fmt", "column", "rev", "pr", "expand", "unexpand", "tr", "source", "."),
    *("dd", "curl", "wget", "http", "https", "scp", "rsync", "nc", "ncat", "envsubst", "gpg"),
    *("openssl", "zcat", "gzcat", "bzcat", "xzcat", "zstdcat", "zless", "tee", "split"),
    *("hexyl", "pv", "ccat", "pygmentize", "highlight", "mdcat", "jless", "fx", "lnav", "tspin"),
    *("unzip", "bsdtar", "7z", "7za", "7zz", "sops", "age", "ansible-vault", "sd", "crudini"),
    *("csplit", "pandoc", "glow", "tar", "zip", "gzip", "bzip2", "xz", "zstd", "cpio", "shuf"),
    *("uuencode", "mlr", "xmllint", "plutil", "lynx", "w3m", "vim", "vi", "nano", "ed", "ex"),
    *("export", "declare", "for"),
    # Windows programs.
    *("type", "get-content", "gc", "select-string", "sls", "findstr"),
}
# Subcommands of git that print content.
SHOWING_GIT = ("diff", "show", "grep", "blame", "annotate", "log", "cat-file", "apply", "stash")
# Programs that run the command that follows their options.
WRAPPERS = {
    *("sudo", "doas", "env", "command", "exec", "builtin", "time", "nice", "nohup", "ionice"),
    *("stdbuf", "setsid", "xargs", "timeout", "watch", "then", "do", "else", "if", "while"),
    *("until", "!", "{", "eval", "noglob", "busybox", "function", "find", "parallel", "ssh", "su"),
    *("script", "strace", "ltrace", "trap", "unbuffer", "flock", "chroot", "taskset", "caffeinate"),
}
# Programs whose output may be taken as a command, or as the arguments of one.
NAMING = ("echo", "printf", "ls", "find", "realpath", "readlink", "basename")
# Programs whose arguments may be a script that opens files.
INTERPRETERS = ("python", "pypy", "node", "deno", "bun", "ruby", "php", "perl", "lua")
SHELLS = ("sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "pwsh", "powershell", "nu")
# Programs that give a file another name.
COPYING = ("cp", "mv", "ln", "install", "ditto")
# Programs that print the variables of the environment: all of them, without arguments.
ENVIRONMENT = ("env", "printenv", "set", "export", "declare", "typeset")
# Commands that print a file in the home directory, by their first words.
STORES = {
    "aws configure get": ".aws/credentials",
    "aws configure export-credentials": ".aws/credentials",
    "gh auth token": ".config/gh/hosts.yml",
    "git credential fill": ".git-credentials",
    "heroku auth:token": ".netrc",
    "kubectl config view": ".kube/config",
    "npm config get": ".npmrc",
    "npm config list": ".npmrc",
}
KNOWN = {*SHOWING, *WRAPPERS, *SHELLS, *NAMING, *COPYING, *ENVIRONMENT, "cd", "pushd", "git"}
