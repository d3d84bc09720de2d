package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the daemon's files are, by the configuration of the source and of the daemon.
 *
 * @param status status.dat
 * @param objects objects.cache
 * @param objectsNamed whether somebody said that there is an objects.cache; otherwise it may be missing
 * @param log nagios.log
 * @param command the pipe for commands
 * @param saveInterval how often the daemon writes status.dat
 */
record DaemonFiles(
        Path status,
        Path objects,
        boolean objectsNamed,
        Optional<Path> log,
        Optional<Path> command,
        Duration saveInterval) {
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

    /** Reads nagios.cfg, if it is configured. */
    static DaemonFiles of(FilesConfig config) throws SourceException {
        Map<String, String> said = new HashMap<>();
        if (config.configFile().isPresent()) {
            Path file = config.configFile().get();
            try {
                said = parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw FileFault.of(file, e, "check 'config_file'");
            }
        }
        Places places = new Places(config.configFile(), said);
        Path status = config.statusFile()
                .or(() -> places.find("status_file").or(() -> places.find("xsddefault_status_file")))
                .orElseThrow(() -> SourceException.badAnswer(
                        "'" + config.configFile().get() + "' does not name the status file: set 'status_file'", null));
        Optional<Path> objects = config.objectsFile()
                .or(() -> places.find("object_cache_file").or(() -> places.find("xodtemplate_cache_file")));
        return new DaemonFiles(
                status,
                objects.orElseGet(() -> status.resolveSibling("objects.cache")),
                objects.isPresent(),
                config.logFile().or(() -> places.find("log_file")),
                config.commandFile().or(() -> places.find("command_file")),
                seconds(said.get("status_update_interval")));
    }

    /** Returns the age at which status.dat is no longer believed. */
    Duration maxAge() {
        Duration six = saveInterval.multipliedBy(6);
        return six.compareTo(Duration.ofMinutes(1)) > 0 ? six : Duration.ofMinutes(1);
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> said = new HashMap<>();
        text.lines().map(String::strip).filter(line -> !line.startsWith("#")).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                said.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        });
        return said;
    }

    private static Duration seconds(@Nullable String text) {
        return text != null && text.matches("[1-9][0-9]{0,5}")
                ? Duration.ofSeconds(Long.parseLong(text))
                : DEFAULT_INTERVAL;
    }

    /**
     * What nagios.cfg says about places. Relative paths begin at its folder.
     *
     * @param configFile nagios.cfg
     * @param said its values by name
     */
    private record Places(Optional<Path> configFile, Map<String, String> said) {
        Optional<Path> find(String name) {
            return Optional.ofNullable(said.get(name))
                    .filter(value -> !value.isEmpty() && value.indexOf('\0') < 0)
                    .map(value -> new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                    .map(value -> configFile
                            .get()
                            .toAbsolutePath()
                            .resolveSibling(value)
                            .normalize());
        }
    }
}
