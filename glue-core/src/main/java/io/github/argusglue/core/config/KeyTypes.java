package io.github.argusglue.core.config;

import io.github.argusglue.core.expression.Matchers;
import io.github.argusglue.core.expression.Regex;
import io.github.argusglue.core.expression.Template;
import io.github.argusglue.spi.config.KeysOf;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps the types of record components to key types. */
final class KeyTypes {
    private static final Map<Class<?>, ScalarType> SCALARS = Map.of(
            String.class, ScalarType.STRING,
            boolean.class, ScalarType.BOOLEAN,
            int.class, ScalarType.INT,
            long.class, ScalarType.LONG,
            double.class, ScalarType.DOUBLE,
            Duration.class, ScalarType.DURATION,
            URI.class, ScalarType.URI,
            Path.class, ScalarType.PATH);

    /** Numbers are boxed in {@code Optional}, {@code List} and {@code Map}. */
    private static final Map<Class<?>, ScalarType> BOXED = Map.of(
            Boolean.class, ScalarType.BOOLEAN,
            Integer.class, ScalarType.INT,
            Long.class, ScalarType.LONG,
            Double.class, ScalarType.DOUBLE);

    /** Strings with their own syntax. */
    private static final Map<Class<?>, ParsedType> PARSED = Map.of(
            Matchers.class, new ParsedType("matchers", "host=x", Matchers::parse),
            Regex.class, new ParsedType("regular expression", "x", Regex::parse),
            Template.class, new ParsedType("template", "x", Template::parse));

    private final Set<Class<?>> enclosing;
    private final boolean stringsAreShown;

    /**
     * Creates the mapping.
     *
     * @param enclosing the records around the component, which must not occur inside it again
     */
    KeyTypes(Set<Class<?>> enclosing) {
        this(enclosing, false);
    }

    private KeyTypes(Set<Class<?>> enclosing, boolean stringsAreShown) {
        this.enclosing = enclosing;
        this.stringsAreShown = stringsAreShown;
    }

    /** Returns the mapping for a component whose strings are not secret. */
    KeyTypes withShownStrings() {
        return new KeyTypes(enclosing, true);
    }

    /**
     * Returns the key type of a component.
     *
     * @throws IllegalArgumentException if the type is not supported; the message names it
     */
    KeyType of(Type type, @Nullable Range range) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic, range);
        }
        return ofClass((type instanceof Class<?> plain) ? plain : Object.class, type, range, SCALARS);
    }

    private KeyType ofGeneric(ParameterizedType generic, @Nullable Range range) {
        Type[] arguments = generic.getActualTypeArguments();
        Type raw = generic.getRawType();
        if (raw == Optional.class) {
            return new OptionalType(ofArgument(arguments[0], range));
        } else if (raw == List.class) {
            return new ListType(ofArgument(arguments[0], range));
        } else if (raw == Map.class && arguments[0] == String.class) {
            return new MapType(ofArgument(arguments[1], range));
        }
        throw unsupported(generic);
    }

    private KeyType ofArgument(Type type, @Nullable Range range) {
        return type instanceof Class<?> plain && BOXED.containsKey(plain)
                ? ofClass(plain, type, range, BOXED)
                : of(type, range);
    }

    private KeyType ofClass(Class<?> type, Type asWritten, @Nullable Range range, Map<Class<?>, ScalarType> scalars) {
        ScalarType scalar = scalars.get(type);
        if (scalar == ScalarType.STRING && stringsAreShown && range == null) {
            return new ShownString();
        } else if (scalar != null) {
            return range == null ? scalar : new RangedType(scalar, range);
        }
        if (range != null) {
            throw new IllegalArgumentException("@Range on a component that is neither a number nor a Duration");
        }
        ParsedType parsed = PARSED.get(type);
        if (parsed != null) {
            return parsed;
        } else if (type == Secret.class) {
            return new SecretType();
        } else if (type == TagValues.class) {
            return new TagValuesType();
        } else if (type == Day.class) {
            return new DayType();
        } else if (type.isEnum()) {
            return new EnumType(type);
        } else if (type.isRecord()) {
            return RecordType.of(type.asSubclass(Record.class), enclosing);
        }
        KeysOf group = type.getAnnotation(KeysOf.class);
        if (group != null) {
            return RecordType.ofClass(type, group.value(), enclosing);
        }
        throw unsupported(asWritten);
    }

    private static IllegalArgumentException unsupported(Type type) {
        return new IllegalArgumentException("configuration records do not support the type " + type.getTypeName());
    }
}
