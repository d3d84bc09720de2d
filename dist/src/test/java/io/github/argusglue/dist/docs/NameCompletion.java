package io.github.argusglue.dist.docs;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The part of the completions that completes names: sources of the configuration in use, and types of adapters. The
 * shell reads the names of sources from the headings of their tables, because starting the program at each key press
 * would take a second. The types are those of the plugins that the program is shipped with.
 */
final class NameCompletion {
    static final String FISH_SOURCES = "(__argus_glue_sources)";

    /** The heading of a source. Sub-tables such as the rules repeat the name of one that has a heading. */
    private static final String HEADING =
            "s/^[[:space:]]*\\[[[:space:]]*sources[[:space:]]*\\.[[:space:]]*\"\\{0,1\\}\\([a-z][a-z0-9-]*\\)\"\\{0,1\\}"
                    + "[[:space:]]*\\].*/\\1/p";

    private static final String BASH = """

            # Names of sources, from the headings in the file of -c or in the one that is usually read.
            function _argus_glue_sources() {
              local i file=
              for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
                  -c | --config)
                    file=${COMP_WORDS[i + 1]}
                    [ "$file" != = ] || file=${COMP_WORDS[i + 2]}
                    ;;
                  --config=*) file=${COMP_WORDS[i]#--config=} ;;
                esac
              done
              if [ -z "$file" ]; then
                file=./argus-glue.toml
                [ -r "$file" ] || file=/etc/argus-glue/argus-glue.toml
              fi
              [ "${file#\\~/}" = "$file" ] || file=$HOME/${file#\\~/}
              [ ! -r "$file" ] || sed -n 'HEADING' "$file"
            }

            # Adds names to what _complete_argus-glue finds.
            function _complete_argus-glue_with_names() {
              _complete_argus-glue "$@"
              local i words= names= current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
              for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
                  VALUED)
                    [ "${COMP_WORDS[i + 1]}" != = ] || ((i++))
                    ((i++))
                    ;;
                  -*) ;;
                  *) words="$words ${COMP_WORDS[i]}" ;;
                esac
              done
              case $current in -*) return 0 ;; esac
              case $before in
                --source) names=$(_argus_glue_sources) ;;
                VALUED) ;;
                *)
                  case "$words " in
                    SOURCES) names=$(_argus_glue_sources) ;;
                    TYPES) names='KNOWN' ;;
                  esac
                  ;;
              esac
              [ -z "$names" ] || COMPREPLY+=($(compgen -W "$names" -- "$current"))
            }

            complete -F _complete_argus-glue_with_names -o default argus-glue
            """;

    private static final String FISH = """
            # Names of sources, from the headings in the file of -c or in the one that is usually read.
            function __argus_glue_sources
                set -l words (commandline -opc)
                set -l file ''
                for i in (seq (count $words))
                    switch $words[$i]
                        case -c --config
                            set file $words[(math $i + 1)]
                        case '--config=*'
                            set file (string replace -- --config= '' $words[$i])
                    end
                end
                if test -z "$file"
                    set file ./argus-glue.toml
                    test -r $file; or set file /etc/argus-glue/argus-glue.toml
                end
                set file (string replace -r '^~/' "$HOME/" -- $file)
                test -r "$file"; and sed -n 'HEADING' $file
            end
            """;

    /** Positional parameters of the commands, by the command with its parents: {@code token status}. */
    private final Map<String, PositionalParamSpec> parameters = new LinkedHashMap<>();

    private final TreeSet<String> valued = new TreeSet<>();
    private final String types;

    NameCompletion(CommandSpec root, Collection<String> types) {
        this.types = String.join(" ", types);
        read("", root);
    }

    private void read(String path, CommandSpec command) {
        command.options().stream()
                .filter(option -> option.arity().max() > 0)
                .forEach(option -> valued.addAll(Arrays.asList(option.names())));
        List<PositionalParamSpec> positional = command.positionalParameters();
        if (!positional.isEmpty()) {
            parameters.put(path, positional.get(0));
        }
        command.subcommands().forEach((name, line) -> read((path + " " + name).strip(), line.getCommandSpec()));
    }

    /** Returns what follows picocli's completion for bash, which zsh uses, too. */
    String bash() {
        return BASH.replace("HEADING", HEADING)
                .replace("VALUED", String.join(" | ", valued))
                .replace("SOURCES", patterns("SOURCE"))
                .replace("TYPES", patterns("TYPE"))
                .replace("KNOWN", types);
    }

    /** A command that takes one name gets no second one. */
    private String patterns(String label) {
        return parameters.entrySet().stream()
                .filter(entry -> entry.getValue().paramLabel().equals(label))
                .map(entry -> "\" " + entry.getKey() + " \"" + (entry.getValue().isMultiValue() ? "*" : ""))
                .collect(Collectors.joining(" | "));
    }

    /** Returns the function that the completion for fish needs before its lines. */
    static String fishFunction() {
        return FISH.replace("HEADING", HEADING);
    }

    /** Returns what fish completes as the parameters of a command; empty if these are no names. */
    String fishNames(CommandSpec command) {
        String label = command.positionalParameters().isEmpty()
                ? ""
                : command.positionalParameters().get(0).paramLabel();
        return switch (label) {
            case "SOURCE" -> FISH_SOURCES;
            case "TYPE" -> types;
            default -> "";
        };
    }
}
