package io.github.argusglue.core.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.argusglue.core.config.ConfigFixture.RichConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the file contains, the result is a configuration or its faults. */
final class BinderFuzzTest {
    private static final String[] WORDS = {
        "''", "'x'", "'30s'", "'http://x'", "'\\u0000'", "\"a\\u0000b\"", "'1h'", "'-'", "\"\\uD7FF\"", "'warm'",
                "'plain'",
        "'rich'", "0", "-1", "9223372036854775807", "0.1", "inf", "nan", "true", "1979-05-27", "07:32:00", "''' '''"
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomValuesUnderKnownKeys(long seed) {
        Random random = new Random(seed);
        ConfigFixture fixture = new ConfigFixture(folder);
        List<String> keys = new ArrayList<>(List.of("sources", "argus", "a", "\"\"", "\"b.c\"", "file", "env", "name"));
        keys.addAll(SourceSection.CORE.keyNames());
        keys.addAll(ArgusSection.SERVER.keyNames());
        keys.addAll(RecordType.of(RichConfig.class).keyNames());
        int good = 0;
        for (int round = 0; round < 1_500; round++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : ConfigFixture.GOOD_START);
            if (random.nextBoolean()) {
                text.append("type = 'rich'\n".repeat(random.nextInt(2)));
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                String key = keys.get(random.nextInt(keys.size()));
                text.append(key).append(" = ").append(value(random, keys, 3)).append('\n');
            }
            good += load(fixture, text.toString()) ? 1 : 0;
        }
        assertTrue(good > 0, "nothing good among the generated: the test checks too little");
    }

    @Test
    void brokenBytesOfAGoodFile() {
        Random random = new Random(4);
        ConfigFixture fixture = new ConfigFixture(folder);
        for (int round = 0; round < 1_500; round++) {
            StringBuilder text = new StringBuilder(ConfigFixture.GOOD_START);
            for (int i = 0; i < 3; i++) {
                text.setCharAt(random.nextInt(text.length()), "\"'={}[]\n.#x1 \u00e6\u0000".charAt(random.nextInt(15)));
            }
            load(fixture, text.toString());
        }
    }

    private static boolean load(ConfigFixture fixture, String text) {
        try {
            fixture.load(text);
            return true;
        } catch (ConfigException e) {
            assertFalse(e.faults().isEmpty());
            assertTrue(e.faults().stream().allMatch(fault -> fault.line() > 0 && fault.column() > 0), e::getMessage);
            return false;
        } catch (RuntimeException e) {
            return fail(text, e);
        }
    }

    private static String value(Random random, List<String> keys, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(6);
        if (kind == 1) {
            return "[" + value(random, keys, depth - 1) + ", " + value(random, keys, depth - 1) + "]";
        } else if (kind == 2) {
            return "{ " + keys.get(random.nextInt(keys.size())) + " = " + value(random, keys, depth - 1) + " }";
        }
        return kind == 3 ? random.nextBoolean() ? "{}" : "[]" : WORDS[random.nextInt(WORDS.length)];
    }
}
