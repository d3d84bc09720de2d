package io.github.argusglue.core.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Reads the configuration file. */
public final class ConfigLoader {
    /** The text that the parser quotes may be part of a secret with missing quotes. */
    private static final Pattern QUOTED_WORD = Pattern.compile("Unexpected '[^'\\\\][^']+'");

    private final Function<String, @Nullable String> environment;
    private final Path defaultPluginsDir;

    /**
     * Creates the loader.
     *
     * @param environment environment variables, for secrets
     * @param defaultPluginsDir plugins folder if the file does not set one
     */
    public ConfigLoader(Function<String, @Nullable String> environment, Path defaultPluginsDir) {
        this.environment = environment;
        this.defaultPluginsDir = defaultPluginsDir;
    }

    /**
     * Reads and checks the configuration.
     *
     * @throws ConfigException with all faults
     */
    public GlueConfig load(Path file, AdapterTypes types) throws ConfigException {
        return read(file).check(types);
    }

    /**
     * Reads the file as TOML.
     *
     * @throws ConfigException if it cannot be read or is not TOML
     */
    public ConfigDraft read(Path file) throws ConfigException {
        return draft(file, parse(file));
    }

    /** Parses a TOML file. */
    static TomlParseResult parse(Path file) throws ConfigException {
        TomlParseResult toml = Toml.parse(content(file));
        if (toml.hasErrors()) {
            List<Fault> faults = new ArrayList<>();
            toml.errors().forEach(error -> faults.add(fault(file, error)));
            throw new ConfigException(faults);
        }
        return toml;
    }

    /**
     * Returns the state folder. Works for a file with faults too, so that the process running with it can be asked
     * about them.
     *
     * @throws ConfigException if the file cannot be read
     */
    public Path stateDir(Path file) throws ConfigException {
        return draft(file, Toml.parse(content(file))).stateDir();
    }

    private ConfigDraft draft(Path file, TomlParseResult toml) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path base = folder == null ? file.toAbsolutePath() : folder;
        Supplier<Binding> bindings = () -> new Binding(file.toString(), base, environment);
        return new ConfigDraft(Node.root(toml), bindings, defaultPluginsDir, Optional.of(file));
    }

    private static Fault fault(Path file, TomlParseError error) {
        return new Fault(
                file.toString(), error.position().line(), error.position().column(), "", text(error));
    }

    /** Returns the message of an error without what may be a secret. */
    static String text(TomlParseError error) {
        return QUOTED_WORD.matcher(String.valueOf(error.getMessage())).replaceAll("Unexpected text");
    }

    private static String content(Path file) throws ConfigException {
        String problem;
        try {
            String content = Files.readString(file);
            return content.startsWith("\uFEFF") ? content.substring(1) : content;
        } catch (NoSuchFileException e) {
            problem = "file does not exist";
        } catch (AccessDeniedException e) {
            problem = "user '" + System.getProperty("user.name") + "' has no permission to read it";
        } catch (CharacterCodingException e) {
            problem = "not UTF-8 text";
        } catch (IOException e) {
            problem = Files.isDirectory(file) ? "is a folder" : "cannot be read: " + e;
        }
        throw ConfigException.of(Fault.ofFile(file.toString(), problem));
    }
}
