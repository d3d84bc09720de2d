package io.github.argusglue.core.config;

import io.github.argusglue.http.CertificateFiles;
import io.github.argusglue.spi.config.CommonKeys;
import io.github.argusglue.spi.config.HttpAccess;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;

/** A table whose keys are the components of a record. */
final class RecordType implements KeyType {
    private static final Pattern FIRST_WORD = Pattern.compile("^'([a-z0-9_]+)'");

    private final Class<? extends Record> type;
    private final List<KeySpec> keys = new ArrayList<>();
    private final Constructor<? extends Record> constructor;
    private final @Nullable Constructor<?> around;

    private RecordType(Class<? extends Record> type, Set<Class<?>> enclosing, @Nullable Constructor<?> around) {
        this.type = type;
        this.around = around;
        Set<Class<?>> inside = new HashSet<>(enclosing);
        if (!inside.add(type)) {
            throw new IllegalArgumentException("record " + type.getName() + " contains itself");
        }
        KeyTypes types = new KeyTypes(inside);
        for (RecordComponent component : type.getRecordComponents()) {
            keys.add(new KeySpec(component, types));
        }
        this.constructor = canonical(type);
    }

    /**
     * Returns the type of a record.
     *
     * @throws IllegalArgumentException if the record cannot be bound; the message says why
     */
    static RecordType of(Class<? extends Record> type) {
        return of(type, Set.of());
    }

    static RecordType of(Class<? extends Record> type, Set<Class<?>> enclosing) {
        return requireUnique(new RecordType(type, enclosing, null));
    }

    /**
     * Returns the type of a class whose keys are those of a record.
     *
     * @throws IllegalArgumentException if the class has no constructor that takes the record
     */
    static RecordType ofClass(Class<?> type, Class<? extends Record> keys, Set<Class<?>> enclosing) {
        try {
            Constructor<?> around = type.getDeclaredConstructor(keys);
            around.setAccessible(true);
            return requireUnique(new RecordType(keys, enclosing, around));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " has no constructor that takes " + keys.getName(), e);
        }
    }

    /** Returns this type with another default of one key. */
    RecordType withDefault(String key, String text) {
        RecordType changed = new RecordType(type, Set.of(), around);
        changed.keys.replaceAll(spec -> spec.name().equals(key) ? spec.withDefault(text) : spec);
        return changed;
    }

    /** Returns this type with keys that must be given although they are optional. */
    RecordType requiring(List<String> required) {
        if (required.isEmpty()) {
            return this;
        }
        RecordType changed = new RecordType(type, Set.of(), around);
        changed.keys.replaceAll(spec -> spec.requiring(required));
        return changed;
    }

    private static RecordType requireUnique(RecordType made) {
        List<String> names = made.allKeys().stream().map(KeySpec::name).toList();
        Set<String> once = new HashSet<>();
        for (String name : names) {
            if (!once.add(name)) {
                throw new IllegalArgumentException("key '" + name + "' occurs twice in " + made.type.getName());
            }
        }
        for (String name : made.commonKeys()) {
            if (!once.contains(name)) {
                throw new IllegalArgumentException("@CommonKeys of " + made.type.getName() + " names '" + name
                        + "', which is no key there" + Suggestion.of(name, names));
            }
        }
        return made;
    }

    private static Constructor<? extends Record> canonical(Class<? extends Record> type) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<? extends Record> found = type.getDeclaredConstructor(types);
            found.setAccessible(true);
            return found;
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " has no canonical constructor", e);
        }
    }

    /** Returns the keys of the table, including those of inlined records. */
    List<KeySpec> allKeys() {
        List<KeySpec> all = new ArrayList<>();
        for (KeySpec key : keys) {
            if (key.role() == KeySpec.KeyRole.KEY) {
                all.add(key);
            } else if (key.role() == KeySpec.KeyRole.INLINE) {
                key.type().record().ifPresent(inner -> all.addAll(inner.allKeys()));
            }
        }
        return all;
    }

    List<String> keyNames() {
        return allKeys().stream().map(KeySpec::name).toList();
    }

    /** Returns the names of the keys that most operators set. */
    List<String> commonKeys() {
        CommonKeys common = type.getAnnotation(CommonKeys.class);
        return common == null ? List.of() : List.of(common.value());
    }

    @Override
    public String label() {
        return "table";
    }

    @Override
    public Optional<RecordType> record() {
        return Optional.of(this);
    }

    @Override
    public String empty() {
        return table(KeyType::empty);
    }

    @Override
    public String sample() {
        return table(KeyType::sample);
    }

    private String table(Function<KeyType, String> value) {
        return allKeys().stream()
                .filter(KeySpec::isRequired)
                .map(key -> key.name() + " = " + value.apply(key.type()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    /**
     * Returns the keys that the record requires although their types are optional: those that its constructor names
     * when it is created with only the required keys.
     */
    Set<String> demanded() {
        Map<String, String> said = new LinkedHashMap<>();
        allKeys().stream()
                .filter(KeySpec::isRequired)
                .forEach(key -> said.put(key.name(), key.type().sample()));
        Set<String> demanded = new LinkedHashSet<>();
        for (Optional<KeySpec> next = firstMissing(said); next.isPresent(); next = firstMissing(said)) {
            demanded.add(next.get().name());
            said.put(next.get().name(), next.get().type().sample());
        }
        return demanded;
    }

    private Optional<KeySpec> firstMissing(Map<String, String> said) {
        StringBuilder toml = new StringBuilder();
        said.forEach(
                (key, value) -> toml.append(key).append(" = ").append(value).append('\n'));
        Binding binding = new Binding("", Path.of("/"), name -> null);
        bindKeys(Node.root(Toml.parse(toml.toString())), binding, new ArrayList<>());
        return binding.faults().stream()
                .map(fault -> FIRST_WORD.matcher(fault.message()))
                .filter(Matcher::find)
                .map(word -> word.group(1))
                .filter(name -> !said.containsKey(name))
                .flatMap(name -> allKeys().stream().filter(key -> key.name().equals(name)))
                .findFirst();
    }

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        if (!node.isTable()) {
            binding.fault(node.place(), "expected a table, got " + node.kind());
            return null;
        }
        boolean known = refuseUnknown(node, List.of(), binding);
        List<Line> lines = new ArrayList<>();
        Object made = bindGroup(node, binding, lines);
        if (made == null || !known) {
            return null;
        }
        StringJoiner text = new StringJoiner(", ", "{ ", " }").setEmptyValue("{}");
        lines.forEach(line -> text.add(line.key() + " = " + line.text()));
        return new Bound(made, text.toString());
    }

    /**
     * Reports keys that neither this record nor the other owner of the table knows.
     *
     * @return whether there are none
     */
    boolean refuseUnknown(Node table, Collection<String> others, Binding binding) {
        Set<String> known = new HashSet<>(keyNames());
        known.addAll(others);
        boolean all = true;
        for (String key : table.keys()) {
            if (!known.contains(key)) {
                binding.fault(table.placeOf(key), "unknown key" + Suggestion.of(key, known));
                all = false;
            }
        }
        return all;
    }

    /** Creates the record from its keys, whatever else is in the table; null after a fault. */
    @Nullable
    Record bindKeys(Node table, Binding binding, List<Line> lines) {
        Object[] values = new Object[keys.size()];
        boolean whole = true;
        for (int i = 0; i < values.length; i++) {
            Object value = component(keys.get(i), table, binding, lines);
            whole &= value != null;
            if (value != null) {
                values[i] = value;
            }
        }
        return whole ? construct(constructor, table, binding, values) : null;
    }

    /** Creates the record, or the class whose keys it has; null after a fault. */
    private @Nullable Object bindGroup(Node table, Binding binding, List<Line> lines) {
        Record made = bindKeys(table, binding, lines);
        Object group = made == null || around == null ? made : construct(around, table, binding, made);
        return group instanceof HttpAccess access && !canReadCertificates(access, table, binding) ? null : group;
    }

    /** Certificates are read when the first request is made; what is wrong with them is said now, with its place. */
    private static boolean canReadCertificates(HttpAccess access, Node table, Binding binding) {
        Map<String, String> faults = CertificateFiles.faults(access);
        faults.forEach((key, fault) -> binding.fault(table.placeOf(key), fault));
        access.clientCertificate()
                .flatMap(CertificateFiles::warningOfClientCertificate)
                .ifPresent(warning -> binding.warning(table.placeOf("client_certificate"), warning));
        return faults.isEmpty();
    }

    private static @Nullable Object component(KeySpec key, Node table, Binding binding, List<Line> lines) {
        if (key.role() == KeySpec.KeyRole.TABLE_NAME) {
            return table.name();
        } else if (key.role() == KeySpec.KeyRole.INLINE) {
            return key.type()
                    .record()
                    .map(inner -> inner.bindGroup(table, binding, lines))
                    .orElse(null);
        }
        Bound bound = key.bind(table, binding);
        if (bound != null && !bound.text().isEmpty()) {
            lines.add(new Line(
                    key.name(),
                    bound.text(),
                    table.byDefault() || table.child(key.name()).isEmpty()));
        }
        return bound == null ? null : bound.value();
    }

    private static <T> @Nullable T construct(
            Constructor<T> constructor, Node table, Binding binding, Object... values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause() == null ? e : e.getCause();
            if (thrown instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            boolean forPeople = thrown instanceof IllegalArgumentException && thrown.getMessage() != null;
            String message = forPeople ? String.valueOf(thrown.getMessage()) : "check failed: " + thrown;
            binding.fault(placeOf(message, table), message);
            return null;
        } catch (ReflectiveOperationException e) {
            binding.fault(table.place(), constructor.getDeclaringClass().getName() + " cannot be created: " + e);
            return null;
        }
    }

    /** Assigns a message that starts with a key of the table to the place of that key. */
    private static Place placeOf(String message, Node table) {
        Matcher word = FIRST_WORD.matcher(message);
        return word.find() && table.child(word.group(1)).isPresent() ? table.placeOf(word.group(1)) : table.place();
    }

    /** A key of the effective configuration. */
    record Line(String key, String text, boolean byDefault) {}
}
