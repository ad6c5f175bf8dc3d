# Completion of tsk for bash: in ~/.bashrc, eval "$(tsk completion bash)"
_tsk() {
    local answer
    COMPREPLY=()
    while IFS= read -r answer; do
        case $answer in
            :files) compopt -o default 2>/dev/null; COMPREPLY=(); return ;;
            :folders) compopt -o dirnames 2>/dev/null; COMPREPLY=(); return ;;
            *=) compopt -o nospace 2>/dev/null ;;
        esac
        COMPREPLY+=("$answer")
    done < <(command tsk complete bash "${COMP_LINE:0:COMP_POINT}" "${COMP_WORDS[COMP_CWORD]}" 2>/dev/null)
}
complete -o nosort -F _tsk tsk 2>/dev/null || complete -F _tsk tsk
