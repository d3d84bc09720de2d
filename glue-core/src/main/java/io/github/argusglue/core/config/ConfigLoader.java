package io.github.argusglue.core.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Reads the configuration file. */
public final class ConfigLoader {
    /** What the parser quotes may be a piece of a secret whose quotes were forgotten. */
    private static final Pattern QUOTED_WORD = Pattern.compile("Unexpected '[^'\\\\][^']+'");

    private final Function<String, @Nullable String> environment;
    private final Path defaultPluginsDir;

    /**
     * @param environment variables, for secrets
     * @param defaultPluginsDir used when the file does not say where the plugins are
     */
    public ConfigLoader(Function<String, @Nullable String> environment, Path defaultPluginsDir) {
        this.environment = environment;
        this.defaultPluginsDir = defaultPluginsDir;
    }

    /**
     * Reads and checks everything.
     *
     * @throws ConfigException with all that is wrong
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

    /** Returns the content of any file that should be TOML. */
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
     * Returns the folder of the state, as well as it can be told: also of a file with faults, since whoever runs with
     * it is to be asked about just those.
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
        return new ConfigDraft(Node.root(toml), bindings, defaultPluginsDir, isReadByEveryone(file));
    }

    private static Fault fault(Path file, TomlParseError error) {
        String message = QUOTED_WORD.matcher(String.valueOf(error.getMessage())).replaceAll("Unexpected text");
        return new Fault(
                file.toString(), error.position().line(), error.position().column(), "", message);
    }

    private static String content(Path file) throws ConfigException {
        String problem;
        try {
            String content = Files.readString(file);
            return content.startsWith("\uFEFF") ? content.substring(1) : content;
        } catch (NoSuchFileException e) {
            problem = "there is no such file";
        } catch (AccessDeniedException e) {
            problem = "user '" + System.getProperty("user.name") + "' may not read it";
        } catch (CharacterCodingException e) {
            problem = "it is not UTF-8 text";
        } catch (IOException e) {
            problem = Files.isDirectory(file) ? "it is a folder" : "it cannot be read: " + e;
        }
        throw ConfigException.of(Fault.ofFile(file.toString(), problem));
    }

    private static boolean isReadByEveryone(Path file) {
        try {
            PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            return posix != null && posix.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }
}
