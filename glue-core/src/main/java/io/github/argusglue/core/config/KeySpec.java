package io.github.argusglue.core.config;

import io.github.argusglue.core.config.KeyType.Bound;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Inline;
import io.github.argusglue.spi.config.LeavesOut;
import io.github.argusglue.spi.config.NotSecret;
import io.github.argusglue.spi.config.Range;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** A component of a configuration record, and how it is read. */
final class KeySpec {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private final String name;
    private final KeyType type;
    private final KeyRole role;
    private final @Nullable String byDefault;
    private final boolean demanded;
    private final String doc;
    private final String leavesOut;

    /**
     * Creates the specification of a component.
     *
     * @throws IllegalArgumentException if the component cannot be bound; the message says why
     */
    KeySpec(RecordComponent component, KeyTypes types) {
        this.name = nameOf(component.getName());
        try {
            this.role = roleOf(component);
            KeyTypes ofValues = component.isAnnotationPresent(NotSecret.class) ? types.withShownStrings() : types;
            KeyType declared = ofValues.of(component.getGenericType(), component.getAnnotation(Range.class));
            Inline inline = component.getAnnotation(Inline.class);
            this.type = inline == null ? declared : demanding(declared, List.of(inline.require()));
            this.demanded = false;
            Default annotation = component.getAnnotation(Default.class);
            this.byDefault = annotation == null ? null : annotation.value();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("component '" + component.getName() + "': " + e.getMessage(), e);
        }
        Doc documented = component.getAnnotation(Doc.class);
        this.doc = documented == null ? "" : documented.value();
        LeavesOut hiding = component.getAnnotation(LeavesOut.class);
        this.leavesOut = hiding == null ? "" : hiding.value();
    }

    private KeySpec(KeySpec from, KeyType type, @Nullable String byDefault, boolean demanded) {
        this.name = from.name;
        this.type = type;
        this.role = from.role;
        this.doc = from.doc;
        this.leavesOut = from.leavesOut;
        this.byDefault = byDefault;
        this.demanded = demanded;
    }

    private static KeyType demanding(KeyType inlined, List<String> required) {
        if (!(inlined instanceof RecordType record)) {
            throw new IllegalArgumentException("@Inline on a component that is not a record");
        }
        for (String key : required) {
            if (record.allKeys().stream().noneMatch(spec -> spec.name().equals(key) && spec.byDefault == null)) {
                throw new IllegalArgumentException(
                        "@Inline requires '" + key + "', which is no key without a default there");
            }
        }
        return record.requiring(required);
    }

    /** Returns this key with another default. */
    KeySpec withDefault(String text) {
        return new KeySpec(this, type, text, demanded);
    }

    /** Returns this key, which must be given if it is one of these; of an inlined record, its keys must be. */
    KeySpec requiring(List<String> required) {
        Optional<RecordType> inlined = role == KeyRole.INLINE ? type.record() : Optional.empty();
        return inlined.map(record -> new KeySpec(this, record.requiring(required), byDefault, demanded))
                .orElseGet(() -> new KeySpec(this, type, byDefault, demanded || required.contains(name)));
    }

    /** A trailing underscore is removed: {@code default} is not a valid name in Java. */
    private static String nameOf(String component) {
        String plain = component.endsWith("_") ? component.substring(0, component.length() - 1) : component;
        return HUMP.matcher(plain).replaceAll("_").toLowerCase(Locale.ROOT);
    }

    private static KeyRole roleOf(RecordComponent component) {
        if (component.isAnnotationPresent(TableName.class)) {
            return KeyRole.TABLE_NAME;
        }
        return component.isAnnotationPresent(Inline.class) ? KeyRole.INLINE : KeyRole.KEY;
    }

    String name() {
        return name;
    }

    KeyType type() {
        return type;
    }

    KeyRole role() {
        return role;
    }

    String doc() {
        return doc;
    }

    /**
     * Returns the default in a table that does not set this key, and which problems it leaves out, as text for people;
     * empty if the table sets the key, or its default leaves out nothing.
     */
    Optional<String> hidingDefault(Node table) {
        if (leavesOut.isEmpty() || byDefault == null || table.child(name).isPresent()) {
            return Optional.empty();
        }
        String value = type.isText() ? ScalarType.quoted(byDefault) : byDefault;
        return Optional.of(name + " = " + value + " (" + leavesOut + ")");
    }

    Optional<String> byDefault() {
        return Optional.ofNullable(byDefault);
    }

    /** Returns whether the key is required. */
    boolean isRequired() {
        return byDefault == null && (demanded || type.absent().isEmpty());
    }

    /** Returns the value of this key in a table, or null after reporting a fault. */
    @Nullable
    Bound bind(Node table, Binding binding) {
        Optional<Node> given = table.child(name);
        if (given.isPresent() && isRequired() && given.get().value() instanceof String text && text.isEmpty()) {
            binding.fault(given.get().place(), "must not be empty");
            return null;
        }
        if (given.isPresent()) {
            return type.bind(given.get(), binding);
        }
        if (byDefault != null) {
            return type.bind(table.absent(name, defaultValue()), binding);
        }
        if (isRequired()) {
            binding.fault(
                    table.placeOf(name), "missing; expected " + type.label().replace("`", ""));
            return null;
        }
        return type.absent().orElse(null);
    }

    /** @throws IllegalArgumentException if the annotation's text is not TOML */
    private Object defaultValue() {
        String text = byDefault == null ? "" : byDefault;
        if (type.isText()) {
            return text;
        }
        TomlParseResult parsed = Toml.parse("x = " + text);
        Object value = parsed.get("x");
        if (parsed.hasErrors() || value == null) {
            throw new IllegalArgumentException("the default '" + text + "' of key '" + name + "' is not TOML");
        }
        return value;
    }

    /** What a component contains. */
    enum KeyRole {
        KEY,
        /** The keys of a record, from the same table. */
        INLINE,
        /** The name of the table itself. */
        TABLE_NAME
    }
}
