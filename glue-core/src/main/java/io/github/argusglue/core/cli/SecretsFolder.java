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
 * Where the secrets of a converted configuration go: into files, one each, that only this user can read. They are never
 * printed, since what is printed ends up in a file that everybody can read, or in a terminal's memory.
 *
 * @param folder to write them to; null if none was said
 * @param prefix of their names in the configuration
 */
record SecretsFolder(@Nullable Path folder, String prefix) {

    /**
     * Returns the folder.
     *
     * @param output the file that the configuration is written to; null if it is printed
     * @param chosen the folder that was asked for; null if none was
     */
    static SecretsFolder of(@Nullable Path output, @Nullable Path chosen) {
        if (chosen != null) {
            Path absolute = chosen.toAbsolutePath().normalize();
            return new SecretsFolder(absolute, absolute + "/");
        } else if (output == null) {
            return new SecretsFolder(null, "");
        }
        // Names without a path are meant from the configuration that says them: both can be moved together.
        Path beside = output.toAbsolutePath().normalize().getParent();
        return new SecretsFolder(beside == null ? Path.of("") : beside, "");
    }

    void write(Map<String, Secret> secrets, FreshFiles files) throws ConfigException, IOException {
        if (folder != null) {
            for (Map.Entry<String, Secret> secret : secrets.entrySet()) {
                files.writePrivate(
                        folder.resolve(secret.getKey()),
                        secret.getValue().reveal() + "\n",
                        "remove it, or choose another folder with --secrets");
            }
        }
    }

    /** Returns what a person has to be told; empty if nothing. */
    Optional<String> notice(Collection<String> names) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String all = names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" and "));
        return Optional.of(
                folder == null
                        ? "argus-glue init: secrets are not printed: the configuration names the files " + all
                                + ", which are not there yet; -o FILE or --secrets DIR writes them"
                        : "argus-glue init: wrote the secrets to " + all + " in '" + folder
                                + "', which you alone can read: give them to the user that argus-glue runs as (chown)");
    }
}
