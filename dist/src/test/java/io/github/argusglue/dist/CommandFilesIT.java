package io.github.argusglue.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shell completions and the manual page are valid and contain every command. */
final class CommandFilesIT {
    private static final Path BASH = Program.LAYOUT.resolve("completion/argus-glue.bash");
    private static final Path ZSH = Program.LAYOUT.resolve("completion/argus-glue.zsh");
    private static final Path FISH = Program.LAYOUT.resolve("completion/argus-glue.fish");
    private static final Path PAGE = Program.LAYOUT.resolve("man/man1/argus-glue.1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "argus-glue re|release reload resync",
                "argus-glue st|status",
                "argus-glue status --j|--json",
                "argus-glue sync --|--config --dry-run --help --json --min-age --patience --verbose",
                "argus-glue de|demo",
                "argus-glue init --from-z|--from-zinoargus",
                "argus-glue init al|alertmanager",
                "argus-glue init zino al|alertmanager",
                "argus-glue try zi|zino",
                "argus-glue token r|renew",
                "argus-glue token status --j|--json",
            })
    void bashCompletes(String typed, String wanted) throws Exception {
        // As bash does at TAB: calls the function named by `complete` with the words and the cursor position.
        String script = """
                set -e
                compopt() { :; } # is for when a key is pressed alone
                . "$1"
                read -ra COMP_WORDS <<<"$2"
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=$2; COMP_POINT=${#2}; COMPREPLY=()
                name=$(complete -p argus-glue | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
                set +e
                "$name" argus-glue "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        String reply = run("bash", "--norc", "-c", script, "bash", BASH.toString(), typed);
        assertEquals(wanted, String.join(" ", new TreeSet<>(Arrays.asList(reply.split("\\s+")))));
    }

    /** The program is not started: that would take a second at each key press. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "argus-glue -c FILE plan o|one oslo",
                "argus-glue plan -c FILE --min-age 5m o|one oslo",
                "argus-glue --config=FILE plan oslo b|bergen",
                "argus-glue -c FILE token renew o|one oslo",
                "argus-glue -c FILE resync oslo b|''",
                "argus-glue -c FILE try zino --source o|one oslo",
                "argus-glue -c FILE sync --min-age o|''",
                "argus-glue -c NONE plan o|''",
            })
    void bashAndFishCompleteTheSourcesOfTheConfiguration(String typed, String wanted, @TempDir Path folder)
            throws Exception {
        Path file = Files.writeString(folder.resolve("other.toml"), """
                [argus]
                url = "https://argus.example.org"
                [sources.oslo] # the first
                type = "zino"
                [[sources.oslo.rules]]
                  [ sources . "one" ]
                #[sources.old]
                [sources.bergen]
                """);
        String line = typed.replace("FILE", file.toString());
        bashCompletes(line, wanted);
        assumeTrue(isThere("fish"), "no fish on this machine");
        if (!wanted.isEmpty()) {
            assertEquals(wanted, fish(line));
        }
    }

    @Test
    void zshCompletesTheSourcesOfTheConfiguration(@TempDir Path folder) throws Exception {
        assumeTrue(isThere("zsh"), "no zsh on this machine");
        Path file = Files.writeString(folder.resolve("other.toml"), "[sources.oslo]\n[sources.bergen]\n");
        // As zsh's bashcompinit does: the function of bash, with arrays as in bash.
        String script = "autoload -U compinit; compinit -D -u; . " + ZSH + "; emulate ksh; compopt() { :; };"
                + " COMP_WORDS=(argus-glue -c " + file + " plan o); COMP_CWORD=4; COMPREPLY=();"
                + " _complete_argus-glue_with_names argus-glue o plan; print -r -- $COMPREPLY";
        assertEquals("oslo", run("zsh", "-f", "-c", script).strip());
    }

    private static String fish(String typed) throws IOException, InterruptedException {
        String reply =
                run("fish", "--no-config", "-c", "source " + FISH + "; complete -C '" + typed.replace("'", "") + "'");
        return reply.lines().map(line -> line.split("\t", 2)[0]).sorted().collect(Collectors.joining(" "));
    }

    @Test
    void theBashFileIsValid() throws Exception {
        assertEquals("", run("bash", "-n", BASH.toString()));
    }

    @Test
    void zshCompletesWithTheFileOfBash() throws Exception {
        assertTrue(Files.readString(ZSH).contains("/argus-glue.bash"));
        assumeTrue(isThere("zsh"), "no zsh on this machine");
        String script = "autoload -U compinit; compinit -D -u; . " + ZSH + "; print -r -- ${_comps[argus-glue]}";
        assertTrue(run("zsh", "-f", "-c", script).contains("_complete_argus-glue"));
    }

    @Test
    void fishCompletes() throws Exception {
        String text = Files.readString(FISH);
        assertTrue(text.contains("-n '__fish_use_subcommand' -a reload -d 'Tell the running"), text);
        assertTrue(text.contains("-n '__fish_seen_subcommand_from sync' -l min-age -x -d 'Ignore alerts"), text);
        assertTrue(text.contains("-n '__fish_seen_subcommand_from init' -a 'alertmanager "), text);
        assumeTrue(isThere("fish"), "no fish on this machine");
        String reply = run("fish", "--no-config", "-c", "source " + FISH + "; complete -C 'argus-glue re'");
        assertEquals(
                List.of("release", "reload", "resync"),
                reply.lines().map(line -> line.split("\t", 2)[0]).sorted().toList());
    }

    @Test
    void everyCommandAndOptionIsInEachFile() throws Exception {
        String page = Files.readString(PAGE).replace("\\", "");
        Main.newCommandLine().getSubcommands().forEach((name, command) -> {
            assertTrue(page.contains(".SS fB" + name), name);
            command.getCommandSpec()
                    .options()
                    .forEach(option -> assertTrue(
                            page.contains("fB" + option.longestName() + "fR"), name + " " + option.longestName()));
        });
        for (Path file : List.of(BASH, FISH)) {
            String text = Files.readString(file);
            Main.newCommandLine().getSubcommands().keySet().forEach(name -> assertTrue(text.contains(name), name));
        }
        assertFalse(page.contains("${"), "no variable of picocli is left");
        assertTrue(page.contains("fB--from-zinoargusfR fIFILEfR"), "options that plugins bring");
        assertTrue(Files.readString(FISH).contains("-l from-zinoargus -r -F "), "a path");
    }

    @Test
    void theManualPageHasNoWarnings() throws Exception {
        assumeTrue(isThere("groff"), "no groff on this machine");
        assertEquals("", run("sh", "-c", "groff -man -Tutf8 -ww -z \"$1\" 2>&1", "sh", PAGE.toString()));
        String shown = run("groff", "-man", "-Tascii", "-P-cbou", PAGE.toString());
        for (String section : List.of("NAME", "SYNOPSIS", "OPTIONS", "COMMANDS", "EXIT STATUS", "SIGNALS", "FILES")) {
            assertTrue(shown.contains("\n" + section + "\n"), shown);
        }
        assertTrue(shown.contains("argus-glue - Keeps Argus in step"), shown);
    }

    private static boolean isThere(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
