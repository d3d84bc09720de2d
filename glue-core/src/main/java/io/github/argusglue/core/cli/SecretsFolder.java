package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.spi.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The folder for the secrets of a converted configuration. Each goes into a file of its own that only this user can
 * read. Secrets are never printed, because output ends up in a terminal's scrollback or in a file that others can read.
 *
 * @param folder folder to write to; null if none was given
 * @param prefix prefix of the file names in the configuration
 */
record SecretsFolder(@Nullable Path folder, String prefix) {

    /**
     * Returns the folder to use.
     *
     * @param output the file that the configuration is written to; null if it is printed
     * @param chosen the requested folder; null if none was
     */
    static SecretsFolder of(@Nullable Path output, @Nullable Path chosen) {
        if (chosen != null) {
            Path absolute = chosen.toAbsolutePath().normalize();
            return new SecretsFolder(absolute, absolute + "/");
        } else if (output == null) {
            return new SecretsFolder(null, "");
        }
        // Names without a path are relative to the configuration file, so that both can be moved together.
        Path beside = output.toAbsolutePath().normalize().getParent();
        return new SecretsFolder(beside == null ? Path.of("") : beside, "");
    }

    void write(Map<String, Secret> secrets, NewFiles files) throws ConfigException, IOException {
        if (folder != null) {
            for (Map.Entry<String, Secret> secret : secrets.entrySet()) {
                files.writePrivate(
                        folder.resolve(secret.getKey()),
                        secret.getValue().reveal() + "\n",
                        "remove it, or choose another folder with --secrets");
            }
        }
    }

    /** Returns the message for the user; empty if there are no secrets. */
    Optional<String> notice(Collection<String> names) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String all = names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" and "));
        return Optional.of(
                folder == null
                        ? "argus-glue init: secrets are not printed: the configuration names the files " + all
                                + ", which do not exist yet; use -o FILE or --secrets DIR to write them"
                        : "argus-glue init: wrote the secrets to " + all + " in '" + folder
                                + "', which only you can read; change their owner (chown) to the user that"
                                + " argus-glue runs as");
    }
}
