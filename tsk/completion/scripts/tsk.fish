# Completion of tsk for fish: tsk completion fish > ~/.config/fish/completions/tsk.fish
function __tsk
    set -l words (commandline -opc)
    set -e words[1]
    set -l word (commandline -ct)
    for answer in (command tsk complete fish -- $words "$word" 2>/dev/null)
        switch $answer
            case :files
                __fish_complete_path "$word"
            case :folders
                __fish_complete_directories "$word"
            case '*'
                echo $answer
        end
    end
end
complete -c tsk -e
complete -c tsk -f -k -a '(__tsk)'
