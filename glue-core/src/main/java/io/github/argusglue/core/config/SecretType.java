package io.github.argusglue.core.config;

import io.github.argusglue.spi.config.Secret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A secret: from a file, from an environment variable, or in the configuration itself. */
final class SecretType implements KeyType {
    private static final String FORMS = "{ file = \"/path\" }, { env = \"NAME\" } or a string";

    @Override
    public String label() {
        return "secret: `{ file = \"/path\" }`, `{ env = \"NAME\" }` or a string";
    }

    @Override
    public String empty() {
        return "{ file = \"\" }";
    }

    @Override
    public String sample() {
        return "\"x\"";
    }

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        if (node.value() instanceof String plain) {
            return ofText(plain, node, binding);
        }
        if (!node.isTable()) {
            binding.fault(node.place(), "expected " + FORMS + ", got " + node.kind());
            return null;
        }
        // The value of a wrong key may be the secret itself, so the message only lists the valid forms.
        if (node.keys().size() != 1
                || !(node.child("file").isPresent() || node.child("env").isPresent())) {
            binding.fault(node.place(), "expected " + FORMS + ", got a table with other keys");
            return null;
        }
        return node.child("file")
                .map(file -> ofFile(file, binding))
                .orElseGet(() -> node.child("env")
                        .map(name -> ofEnvironment(name, binding))
                        .orElse(null));
    }

    private static @Nullable Bound ofText(String plain, Node node, Binding binding) {
        if (plain.isEmpty()) {
            binding.fault(node.place(), "must not be empty");
            return null;
        }
        binding.plainSecret(node.place());
        return new Bound(Secret.of(plain), Masking.MASK);
    }

    private static @Nullable Bound ofFile(Node node, Binding binding) {
        if (!(node.value() instanceof String name) || name.isBlank()) {
            binding.fault(node.place(), "expected the path of a file");
            return null;
        }
        try {
            Path file = binding.resolve(name);
            FileSecret secret = FileSecret.read(file);
            return new Bound(Secret.from(secret), "{ file = " + ScalarType.quoted(file.toString()) + " }");
        } catch (FileSecret.UnusableException e) {
            binding.fault(node.place(), e.problem());
        } catch (InvalidPathException e) {
            binding.fault(node.place(), "not a valid path: " + e.getReason());
        }
        return null;
    }

    private static @Nullable Bound ofEnvironment(Node node, Binding binding) {
        if (!(node.value() instanceof String name) || name.isBlank()) {
            binding.fault(node.place(), "expected the name of an environment variable");
            return null;
        }
        String value = binding.environment(name);
        if (value == null || value.isEmpty()) {
            String state = value == null ? "not set" : "empty";
            binding.fault(node.place(), "environment variable '" + name + "' is " + state);
            return null;
        }
        return new Bound(Secret.of(value), "{ env = " + ScalarType.quoted(name) + " }");
    }
}
