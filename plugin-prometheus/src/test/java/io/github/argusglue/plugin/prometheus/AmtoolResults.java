package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Results of amtool for matchers and values, as {@code src/test/amtool/verdicts.py} writes them. */
final class AmtoolResults {
    private AmtoolResults() {}

    /** Compares argus-glue's result with each of them. */
    static void check(BufferedReader lines) throws IOException {
        JsonFactory json = new JsonFactory();
        List<String> different = new ArrayList<>();
        int compared = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try (JsonParser parser = json.createParser(line)) {
                parser.nextToken();
                Map<String, String> fields = new HashMap<>();
                JsonStream.eachField(parser, (name, value) -> fields.put(name, JsonStream.text(value)));
                if (fields.containsKey("matcher")) {
                    compared++;
                    String actual = verdict(fields.getOrDefault("matcher", ""), fields.getOrDefault("value", ""));
                    if (!actual.equals(fields.get("ours"))) {
                        different.add(actual + ": " + line);
                    }
                }
            }
        }
        assertEquals(List.of(), different, "results that differ from amtool");
        assertTrue(compared > 80, compared + " verdicts");
    }

    private static String verdict(String matcher, String value) {
        try {
            return String.valueOf(LabelMatchers.parse("filter", matcher).matches(Map.of("a", value)));
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }
}
