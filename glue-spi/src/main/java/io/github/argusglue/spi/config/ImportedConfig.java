package io.github.argusglue.spi.config;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.Unstable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Result of a {@link ConfigImport}: keys of argus-glue with their values, and the outcome for each key of the other
 * file.
 *
 * <p>A table is named by its path: {@code argus}, {@code sources.oslo}. The {@code type} of a source is a key like any
 * other. Values are booleans, numbers, strings, enums, {@link java.time.Duration}, {@link java.net.URI},
 * {@link Secret}, and lists or maps of these. A {@code Secret} is never written into the configuration file, but into a
 * separate file beside it.
 */
@Unstable
public final class ImportedConfig {
    private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)?");
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");

    private final List<Setting> settings;
    private final List<KeyOutcome> outcomes;

    private ImportedConfig(Builder builder) {
        this.settings = List.copyOf(builder.settings);
        this.outcomes = List.copyOf(builder.outcomes);
    }

    /** Returns an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the keys of argus-glue, in the order in which they were set. */
    public List<Setting> settings() {
        return settings;
    }

    /** Returns the outcomes for the keys of the other file, in the order in which they were added. */
    public List<KeyOutcome> outcomes() {
        return outcomes;
    }

    /** A key of argus-glue and its value. */
    @Unstable
    public static final class Setting {
        private final String table;
        private final String key;
        private final @Nullable Object value;
        private final String remark;

        private Setting(String table, String key, @Nullable Object value, String remark) {
            this.table = requireMatch(TABLE, table);
            this.key = requireMatch(KEY, key);
            this.value = value;
            this.remark = requireLine(remark);
        }

        /** Returns the path of the key's table. */
        public String table() {
            return table;
        }

        /** Returns the key. */
        public String key() {
            return key;
        }

        /** Returns the value; empty if the key keeps its default and only a remark is written. */
        public Optional<Object> value() {
            return Optional.ofNullable(value);
        }

        /** Returns the remark, one line for people; may be empty. */
        public String remark() {
            return remark;
        }
    }

    /** What happened to a key of the other program's file. */
    @Unstable
    public static final class KeyOutcome {
        private final String oldKey;
        private final String text;

        private KeyOutcome(String oldKey, String text) {
            this.oldKey = requireLine(oldKey);
            this.text = requireLine(text);
        }

        /** Returns the key with its path, {@code sync.ticket.enable}; also stands for all keys below it. */
        public String oldKey() {
            return oldKey;
        }

        /** Returns one line for people. */
        public String text() {
            return text;
        }
    }

    /** Collects settings and outcomes. */
    @Unstable
    public static final class Builder {
        private final List<Setting> settings = new ArrayList<>();
        private final List<KeyOutcome> outcomes = new ArrayList<>();

        private Builder() {}

        /** Copies a key of the other file to a key of argus-glue. */
        public Builder carry(String oldKey, String table, String key, Object value) {
            return carry(oldKey, table, key, value, "");
        }

        /**
         * Copies a key of the other file to a key of argus-glue, with a remark, for example that its value had to be
         * changed and why.
         */
        public Builder carry(String oldKey, String table, String key, Object value, String remark) {
            String note = remark.isEmpty() ? "" : "; " + remark;
            set(table, key, value, "From " + oldKey + note + ".");
            outcomes.add(new KeyOutcome(oldKey, key + " in [" + table + "]" + note));
            return this;
        }

        /** Records that a key was merged into a key that was {@linkplain #carry copied} from another one. */
        public Builder merged(String oldKey, String table, String key) {
            outcomes.add(new KeyOutcome(oldKey, "in " + key + " of [" + table + "]"));
            return this;
        }

        /** Sets a key that has no counterpart in the other file, with the reason. */
        public Builder set(String table, String key, Object value, String remark) {
            settings.add(new Setting(table, key, requireNonNull(value, "value is null"), remark));
            return this;
        }

        /** Keeps the default of a key, and writes a remark beside it. */
        public Builder note(String table, String key, String remark) {
            settings.add(new Setting(table, key, null, remark));
            return this;
        }

        /** Records that a key of the other file has no counterpart, and why. */
        public Builder drop(String oldKey, String reason) {
            outcomes.add(new KeyOutcome(oldKey, "dropped: " + reason));
            return this;
        }

        /** Records that a key was not set in the other file, and what applies instead. */
        public Builder absent(String oldKey, String instead) {
            outcomes.add(new KeyOutcome(oldKey, "was not set: " + instead));
            return this;
        }

        /** Returns the imported configuration. */
        public ImportedConfig build() {
            return new ImportedConfig(this);
        }
    }

    private static String requireMatch(Pattern form, String name) {
        if (!form.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' does not match " + form);
        }
        return name;
    }

    /** The text is written as a comment, so it must be one line. */
    private static String requireLine(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not one line without control characters: '" + text + "'");
        }
        return text;
    }
}
