# fish completion for git-secrets-py, git-secrets and "git secrets".
# Made by "python -m tools.manual".

function __git_secrets_py_verb -d "Print the verb on the command line"
    for word in (commandline -opc)
        if contains -- $word --scan --scan-history --ci --install --uninstall --doctor --allow --explain --list --add --remove --add-provider --remove-provider --register-aws --aws-provider --version --help
            echo -- $word
            return 0
        end
    end
    return 1
end

function __git_secrets_py_is -d "Tell whether the verb is one of those given"
    set -l verb (__git_secrets_py_verb)
    and contains -- $verb $argv
end

function __git_secrets_py_list -d "Print what may follow in a list with commas"
    set -l head (string match -r '^(?:.*[,=])?' -- (commandline -ct))
    # Of --option=value, fish wants the value alone.
    set head (string replace -r '^-[^=]*=' '' -- $head)
    for choice in $argv
        echo -- $head$choice
    end
end

function __git_secrets_py_revisions -d "Print the refs, and ranges that end in them"
    set -l head (string match -r '^(?:.*\.\.\.?)?' -- (commandline -ct))
    for ref in HEAD (git for-each-ref --format='%(refname:short)' 2>/dev/null)
        echo -- $head$ref
    end
end

complete -c git-secrets-py -f
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l scan -d 'scan files, or all tracked files of the work tree, for prohibited patterns'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l scan-history -d 'scan everything that history, stash and index hold'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l ci -d 'scan what the CI job is for: the range of a pull request or push, else everything'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l install -d 'install the hooks into a repository or a template directory'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l uninstall -d 'remove our hooks, and bring back those that were there before'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l doctor -d 'tell whether secrets are kept out here, and prove it with a made-up one'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l allow -d 'allow one secret for everybody: its fingerprint goes into .gitallowed'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l explain -d 'tell what each pattern makes of a line, and what excuses it'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l list -d 'list the patterns in force and where they come from'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l add -d 'add a prohibited or allowed pattern to the git config'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l remove -d 'remove a pattern from the git config'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l add-provider -d 'add a command that prints prohibited patterns'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l remove-provider -d 'remove a provider from the git config'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l register-aws -d 'add the AWS patterns and the provider of ~/.aws/credentials to the git config'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l aws-provider -d 'print the keys of an AWS credentials file as patterns'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l version -d 'print the version'
complete -c git-secrets-py -n 'not __git_secrets_py_verb' -l help -d 'print this text'
complete -c git-secrets-py -n '__git_secrets_py_is --scan' -l recursive -s r -d 'walk the directories given'
complete -c git-secrets-py -n '__git_secrets_py_is --scan' -l cached -d 'scan what the index holds'
complete -c git-secrets-py -n '__git_secrets_py_is --scan' -l no-index -d 'scan the folder as plain files, whether git knows them'
complete -c git-secrets-py -n '__git_secrets_py_is --scan' -l untracked -d 'scan untracked files that are not ignored as well'
complete -c git-secrets-py -n '__git_secrets_py_is --install' -l force -s f -d 'replace hooks that exist, keeping a backup'
complete -c git-secrets-py -n '__git_secrets_py_is --install' -l chain -d 'keep hooks that exist, and run them before ours'
complete -c git-secrets-py -n '__git_secrets_py_is --install --uninstall' -l hooks -r -a '(__git_secrets_py_list pre-commit commit-msg prepare-commit-msg pre-push pre-receive)' -d 'these, separated by commas'
complete -c git-secrets-py -n '__git_secrets_py_is --add --remove' -l allowed -s a -d 'an allowed pattern, not a prohibited'
complete -c git-secrets-py -n '__git_secrets_py_is --add --remove' -l literal -s l -d 'plain text, not a regular expression'
complete -c git-secrets-py -n '__git_secrets_py_is --list --add --remove --add-provider --remove-provider --register-aws --install' -l global -d 'of the user, not of the repository: the git config, or the template of new clones'
complete -c git-secrets-py -n '__git_secrets_py_is --scan-history' -l unreachable -d 'scan what no ref leads to as well, as after --amend'
complete -c git-secrets-py -n '__git_secrets_py_is --scan-history' -l allow-missing -d 'only warn of objects that are not here'
complete -c git-secrets-py -n '__git_secrets_py_is --scan-history' -l allow-all -d 'allow all that is found, as a baseline'
complete -c git-secrets-py -n '__git_secrets_py_is --allow --scan-history' -l reason -r -d 'why it is allowed: kept there'
complete -c git-secrets-py -n '__git_secrets_py_is --scan-history' -l no-cache -d 'read what earlier audits have read, too'
complete -c git-secrets-py -n '__git_secrets_py_is --scan-history --ci' -l quiet -s q -d 'show no progress'
complete -c git-secrets-py -n '__git_secrets_py_is --scan --scan-history --ci --pre_commit_hook --commit_msg_hook --prepare_commit_msg_hook --pre_push_hook --pre_receive_hook --allow --explain' -l rules -r -a '(__git_secrets_py_list all aws private-key jwt basic-auth-url github gitlab atlassian npm pypi rubygems docker google azure digitalocean heroku hashicorp pulumi databricks slack discord telegram twilio sendgrid mailgun openai anthropic huggingface stripe shopify grafana sentry new-relic postman linear)' -d 'put built-in rule sets in force for this run'
complete -c git-secrets-py -n '__git_secrets_py_is --scan --scan-history --ci --pre_commit_hook --commit_msg_hook --prepare_commit_msg_hook --pre_push_hook --pre_receive_hook --allow --explain' -l text -d 'scan binary content too'
complete -c git-secrets-py -n '__git_secrets_py_is --scan --scan-history --ci --pre_commit_hook --commit_msg_hook --prepare_commit_msg_hook --pre_push_hook --pre_receive_hook --doctor' -l format -r -a 'text pretty json sarif github' -d 'text, pretty, json, sarif or github; by default pretty on a terminal, else text'
complete -c git-secrets-py -n '__git_secrets_py_is --scan --scan-history --ci --pre_commit_hook --commit_msg_hook --prepare_commit_msg_hook --pre_push_hook --pre_receive_hook' -l output -r -F -d 'write the report to a file'
complete -c git-secrets-py -n '__git_secrets_py_is --scan --scan-history --ci --pre_commit_hook --commit_msg_hook --prepare_commit_msg_hook --pre_push_hook --pre_receive_hook' -l show-secrets -d 'do not mask the secrets in the report'
complete -c git-secrets-py -n '__git_secrets_py_is --scan --scan-history --ci --pre_commit_hook --commit_msg_hook --prepare_commit_msg_hook --pre_push_hook --pre_receive_hook' -l show-allowed -d 'report what is excused as well, and by which pattern'
complete -c git-secrets-py -n '__git_secrets_py_is --scan --scan-history --ci --pre_commit_hook --commit_msg_hook --prepare_commit_msg_hook --pre_push_hook --pre_receive_hook' -l redact -d 'mask the secrets in the text format too'
complete -c git-secrets-py -n '__git_secrets_py_is --scan --scan-history --ci --pre_commit_hook --commit_msg_hook --prepare_commit_msg_hook --pre_push_hook --pre_receive_hook' -l verbose -s v -d 'name what was skipped'
complete -c git-secrets-py -n '__git_secrets_py_is --scan' -F
complete -c git-secrets-py -n '__git_secrets_py_is --scan-history' -a '(__git_secrets_py_revisions)'
complete -c git-secrets-py -n '__git_secrets_py_is --install' -F
complete -c git-secrets-py -n '__git_secrets_py_is --uninstall' -F
complete -c git-secrets-py -n '__git_secrets_py_is --explain' -F
complete -c git-secrets-py -n '__git_secrets_py_is --add-provider' -a '(__fish_complete_command)'
complete -c git-secrets-py -n '__git_secrets_py_is --remove-provider' -a '(__fish_complete_command)'
complete -c git-secrets-py -n '__git_secrets_py_is --aws-provider' -F
