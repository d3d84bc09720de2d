package io.github.argusglue.spi.config;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.Unstable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ConfigImport} makes of a file: keys of argus-glue with their values, and what became of the file's own
 * keys.
 *
 * <p>A table is named by its path: {@code argus}, {@code sources.oslo}; a source says its {@code type} like any other
 * key. Values are booleans, numbers, strings, enums, {@link java.time.Duration}, {@link java.net.URI}, {@link Secret},
 * and lists or maps of these. A {@code Secret} is never written into the configuration, but into a file beside it.
 */
@Unstable
public final class ImportedConfig {
    private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)?");
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");

    private final List<Setting> settings;
    private final List<Fate> fates;

    private ImportedConfig(Builder builder) {
        this.settings = List.copyOf(builder.settings);
        this.fates = List.copyOf(builder.fates);
    }

    /** Returns a builder of one that says nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the keys of argus-glue that something is said about, in the order in which it was said. */
    public List<Setting> settings() {
        return settings;
    }

    /** Returns what became of the keys of the file, in the order in which it was said. */
    public List<Fate> fates() {
        return fates;
    }

    /** A key of argus-glue, and what it is to be. */
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

        /** Returns the value; empty if what holds without one is to stay, with a remark. */
        public Optional<Object> value() {
            return Optional.ofNullable(value);
        }

        /** Returns a line for people; may be empty. */
        public String remark() {
            return remark;
        }
    }

    /** A key of the other program's file, and what became of it. */
    @Unstable
    public static final class Fate {
        private final String oldKey;
        private final String text;

        private Fate(String oldKey, String text) {
            this.oldKey = requireLine(oldKey);
            this.text = requireLine(text);
        }

        /** Returns the key with its path, {@code sync.ticket.enable}; stands for all keys below it, too. */
        public String oldKey() {
            return oldKey;
        }

        /** Returns a line for people. */
        public String text() {
            return text;
        }
    }

    /** Collects what there is to say. */
    @Unstable
    public static final class Builder {
        private final List<Setting> settings = new ArrayList<>();
        private final List<Fate> fates = new ArrayList<>();

        private Builder() {}

        /** Carries a key over. */
        public Builder carry(String oldKey, String table, String key, Object value) {
            return carry(oldKey, table, key, value, "");
        }

        /** Carries a key over, with a remark: that its value had to be changed, and why. */
        public Builder carry(String oldKey, String table, String key, Object value, String remark) {
            String note = remark.isEmpty() ? "" : "; " + remark;
            set(table, key, value, "From " + oldKey + note + ".");
            fates.add(new Fate(oldKey, key + " in [" + table + "]" + note));
            return this;
        }

        /** Says that a key has become a part of one that was {@linkplain #carry carried} over with another. */
        public Builder merged(String oldKey, String table, String key) {
            fates.add(new Fate(oldKey, "in " + key + " of [" + table + "]"));
            return this;
        }

        /** Sets a key that has no counterpart, with the reason. */
        public Builder set(String table, String key, Object value, String remark) {
            settings.add(new Setting(table, key, requireNonNull(value, "value is null"), remark));
            return this;
        }

        /** Leaves a key at what holds without it, with a remark beside it. */
        public Builder note(String table, String key, String remark) {
            settings.add(new Setting(table, key, null, remark));
            return this;
        }

        /** Says that a key has no counterpart, and why. */
        public Builder drop(String oldKey, String reason) {
            fates.add(new Fate(oldKey, "dropped: " + reason));
            return this;
        }

        /** Says that a key was not set, and what holds instead. */
        public Builder absent(String oldKey, String instead) {
            fates.add(new Fate(oldKey, "was not set: " + instead));
            return this;
        }

        /** Returns it. */
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

    /** What is written as a comment must not end it. */
    private static String requireLine(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("more than one line, or a control character: '" + text + "'");
        }
        return text;
    }
}
