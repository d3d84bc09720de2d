package io.github.argusglue.plugin.zino;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A URL with names in braces, for example <code>https://zino.example.org/case/{case}</code>. Values are encoded. */
final class UrlTemplate {
    private static final Pattern NAME = Pattern.compile("\\{([A-Za-z][A-Za-z-]*)}");

    private final String text;

    private UrlTemplate(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the template is not well-formed; the message starts with the key */
    static UrlTemplate parse(String key, String text) {
        String withoutNames = NAME.matcher(text).replaceAll("x");
        if (withoutNames.indexOf('{') >= 0 || withoutNames.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "'" + key + "' contains a brace that is not part of a name: '" + text + "'");
        }
        try {
            new URI(withoutNames);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + key + "' is not a URL: '" + text + "'", e);
        }
        return new UrlTemplate(text);
    }

    /** Returns the URL; empty if one of the names has no value, or one that cannot be in a URL. */
    Optional<URI> render(Function<String, Optional<String>> values) {
        Matcher names = NAME.matcher(text);
        StringBuilder address = new StringBuilder();
        while (names.find()) {
            // No encoding makes a dot or two safe in a path.
            Optional<String> value = values.apply(names.group(1)).filter(found -> !found.matches("\\.{0,2}"));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            String encoded =
                    URLEncoder.encode(value.get(), StandardCharsets.UTF_8).replace("+", "%20");
            names.appendReplacement(address, Matcher.quoteReplacement(encoded));
        }
        names.appendTail(address);
        try {
            return Optional.of(new URI(address.toString()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
