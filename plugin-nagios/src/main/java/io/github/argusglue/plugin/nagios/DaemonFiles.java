package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where the daemon's files are, by the configuration of the source and of the daemon, and how often it saves. */
record DaemonFiles(
        Path status,
        Path objects,
        boolean objectsNamed,
        Optional<Path> log,
        Optional<Path> command,
        Duration saveInterval) {
    private static final Pattern SETTING = Pattern.compile("(?m)^[ \t]*(\\w+)[ \t]*=[ \t]*(.*?)[ \t\r]*$");

    /** Reads nagios.cfg, if it is configured. */
    static DaemonFiles of(FilesConfig config) throws SourceException, InterruptedException {
        Path file = config.configFile().orElse(Path.of(""));
        Map<String, String> said = config.configFile().isPresent() ? parse(file) : Map.of();
        // Relative paths begin at the folder of nagios.cfg.
        Function<String, Optional<Path>> named = name -> Optional.ofNullable(said.get(name))
                .filter(value -> !value.isEmpty() && value.indexOf('\0') < 0)
                .map(value -> file.toAbsolutePath().resolveSibling(value).normalize());
        Path status = config.statusFile()
                .or(() -> named.apply("status_file"))
                .or(() -> named.apply("xsddefault_status_file"))
                .orElseThrow(() -> SourceException.badAnswer(
                        "'" + file + "' does not name the status file: set 'status_file'", null));
        Optional<Path> objects = config.objectsFile()
                .or(() -> named.apply("object_cache_file"))
                .or(() -> named.apply("xodtemplate_cache_file"));
        String interval = said.getOrDefault("status_update_interval", "");
        return new DaemonFiles(
                status,
                objects.orElseGet(() -> status.resolveSibling("objects.cache")),
                objects.isPresent(),
                config.logFile().or(() -> named.apply("log_file")),
                config.commandFile().or(() -> named.apply("command_file")),
                Duration.ofSeconds(interval.matches("[1-9][0-9]{0,5}") ? Long.parseLong(interval) : 10));
    }

    private static Map<String, String> parse(Path file) throws SourceException, InterruptedException {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return SETTING.matcher(text)
                    .results()
                    .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2), (first, last) -> last));
        } catch (IOException e) {
            throw FileFault.of(file, e, "check 'config_file'");
        }
    }

    /** Returns the age at which status.dat is no longer believed. */
    Duration maxAge() {
        Duration six = saveInterval.multipliedBy(6);
        return six.compareTo(Duration.ofMinutes(1)) > 0 ? six : Duration.ofMinutes(1);
    }
}
