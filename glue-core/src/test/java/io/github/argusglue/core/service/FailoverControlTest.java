package io.github.argusglue.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.control.ControlCommand.CommandRefusedException;
import io.github.argusglue.core.failover.FailoverGroups;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The failover command in a process without a failover group, alone or in a cluster. */
final class FailoverControlTest {
    @TempDir
    Path folder;

    private FailoverControl control(@Nullable String clusterLine) {
        return new FailoverControl(
                new FailoverGroups(folder, InstantSource.system(), group -> {}),
                () -> Optional.ofNullable(clusterLine));
    }

    private static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String refusal(FailoverControl control) {
        return String.valueOf(assertThrows(
                        CommandRefusedException.class, () -> control.set(json().put("group", "zino"), json()))
                .getMessage());
    }

    @Test
    void anUnknownGroupIsRefused() {
        String reason = "there is no failover group 'zino'; the configuration has no table [failover.NAME]";
        assertEquals(reason, refusal(control(null)));
        assertEquals(
                reason + "; roles in the cluster follow its engine and cannot be set by hand",
                refusal(control("member a of 2")));
    }

    @Test
    void withoutAGroupTheClusterIsShown() throws CommandRefusedException {
        ObjectNode answer = json();
        control("member a of 2").set(json(), answer);
        assertEquals("cluster: member a of 2", answer.path("text").asText());
        control(null).set(json(), answer);
        assertEquals(
                "the configuration has neither a table [failover.NAME] nor [cluster]: this process is active for all its"
                        + " sources",
                answer.path("text").asText());
    }
}
