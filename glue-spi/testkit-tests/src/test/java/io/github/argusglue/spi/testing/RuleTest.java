package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule that a failure names is in the adapter guide, in that section and with that number. */
final class RuleTest {

    @ParameterizedTest
    @EnumSource
    void ruleIsInTheGuide(Rule rule) throws IOException {
        String guide = Files.readString(Path.of("..", "..", "docs", "adapter-guide.md"));
        int begin = guide.indexOf("\n## " + rule.section() + "\n");
        assertTrue(begin >= 0, "no section '" + rule.section() + "'");
        int end = guide.indexOf("\n## ", begin + 1);
        String section = guide.substring(begin, end < 0 ? guide.length() : end).replaceAll("\\s+", " ");
        String title = rule.number().isEmpty() ? rule.title() : rule.number() + ". **" + rule.title();
        assertTrue(section.contains(title), "no '" + title + "' in '" + rule.section() + "'");
    }
}
