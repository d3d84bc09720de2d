package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.control.ControlCommand.CommandRefusedException;
import io.github.argusglue.core.failover.FailoverGroups;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the failover command refuses. */
final class FailoverControlTest {
    @Test
    void withoutAnyGroupItSaysSo(@TempDir Path folder) {
        FailoverControl control = new FailoverControl(new FailoverGroups(folder, InstantSource.system(), group -> {}));
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("group", "zino");
        CommandRefusedException refused = assertThrows(
                CommandRefusedException.class, () -> control.set(request, JsonNodeFactory.instance.objectNode()));
        assertEquals(
                "there is no failover group 'zino'; the configuration has no table [failover.NAME]",
                refused.getMessage());
    }
}
