#compdef tsk
# Completion of tsk for zsh: in ~/.zshrc behind compinit, eval "$(tsk completion zsh)"
_tsk() {
    local answer name told
    local -a found
    for answer in "${(@f)$(command tsk complete zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        case $answer in
            :files) _files; return ;;
            :folders) _files -/; return ;;
            ?*)
                name=${answer%%$'\t'*}
                told=${${answer#"$name"}#$'\t'}
                found+=("${name//:/\\:}${told:+:$told}")
                ;;
        esac
    done
    (( $#found )) && _describe -V tsk found
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _tsk "$@"
else
    compdef _tsk tsk
fi
