package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsTest {
    @TempDir
    private Path folder;

    /** A refresh token that works once must not be used up in a demonstration. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAdapterKnowsWhetherItsStateIsKept(boolean kept) throws Exception {
        try (ServiceScene scene =
                new ServiceScene(folder, "[sources.none]\ntype = \"pretended\"\nargus_token = \"t\"\nopen = []\n")) {
            scene.write(scene.source("oslo", "open = [\"one\"]"));
            RunOptions options = kept ? RunOptions.DEFAULTS : RunOptions.TEMPORARY;
            GlueService service = Bootstrap.service(scene.read(), scene.plugins, options, Clock.systemUTC());
            try {
                service.start(name -> true);
                scene.awaitOpen("oslo", 1);
            } finally {
                service.close();
            }
            assertEquals(!kept, scene.plugin.discards.get("oslo"));
        }
    }
}
