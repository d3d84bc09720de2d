package io.github.argusglue.plugin.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The installed amtool gives the same results for matchers as argus-glue. */
class LabelMatchersIT {
    @Test
    void equalsAmtool() throws IOException, InterruptedException {
        Process script = new ProcessBuilder(
                        Path.of("src/test/amtool/verdicts.py").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = script.inputReader(StandardCharsets.UTF_8)) {
            AmtoolResults.check(lines);
        }
        assertEquals(0, script.waitFor());
    }
}
