package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster in {@code argus-glue status} and {@code top}, with a process that answers as the test says. */
final class ClusterCommandsTest {
    private static final String LINE = "member a of 2 (a, b) in etcd since 2026-11-21T07:31:02Z: owns 1 of 2 sources";

    private AnsweringProcess process;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws IOException {
        process = new AnsweringProcess(Map.of());
        process.source("oslo", "active").put("owner", "a");
        process.source("bergen", "standby").put("owner", "b");
        process.source("narvik", "standby").putNull("owner");
    }

    @AfterEach
    void stop() throws IOException {
        process.close();
    }

    private ObjectNode cluster() {
        ObjectNode cluster = process.status().putObject("cluster").put("line", LINE);
        cluster.putArray("problems");
        cluster.putArray("remarks");
        return cluster;
    }

    private List<String> status(int exitCode) {
        assertEquals(exitCode, process.run("status", "--state-dir", process.folder()), process::err);
        return process.takeOut().lines().map(text -> text.replaceAll(" +", " ")).toList();
    }

    @Test
    void statusNamesTheClusterAndEachOwner() {
        cluster();
        List<String> lines = status(0);
        assertEquals("cluster: " + LINE, lines.get(1));
        assertEquals("SOURCE STATE OWNER IN STEP ALERTS OPEN TO DO LAST SNAPSHOT", lines.get(2));
        assertEquals("bergen standby b - 3 2 0 none yet", lines.get(3));
        assertEquals("narvik standby - - 3 2 0 none yet", lines.get(4));
        assertEquals("oslo active a no 3 2 0 none yet", lines.get(5));
    }

    @Test
    void withoutAClusterTheTableIsAsBefore() {
        List<String> lines = status(0);
        assertEquals("SOURCE STATE IN STEP ALERTS OPEN TO DO LAST SNAPSHOT", lines.get(1));
        assertEquals("bergen standby - 3 2 0 none yet", lines.get(2));
    }

    @Test
    void aProblemNeedsAttention() {
        ObjectNode cluster = cluster();
        cluster.withArray("problems").add("sources without owner: narvik");
        cluster.withArray("remarks").add("stopping: b");
        List<String> lines = status(ExitCodes.ATTENTION);
        assertEquals(
                List.of("cluster: " + LINE, "cluster: sources without owner: narvik", "cluster: stopping: b"),
                lines.subList(1, 4));
    }

    @Test
    void aRemarkAloneDoesNot() {
        cluster().withArray("remarks").add("stopping: b");
        status(0);
    }

    @Test
    void topShowsTheSame() {
        cluster().withArray("problems").add("no answer");
        List<TopScreen.Line> lines = new TopScreen(process.status(), null, Instant.parse("2026-11-21T08:00:00Z")).all();
        assertEquals(new TopScreen.Line(TopScreen.Style.PLAIN, "cluster: " + LINE), lines.get(1));
        assertEquals(new TopScreen.Line(TopScreen.Style.BAD, "cluster: no answer"), lines.get(2));
        assertTrue(lines.get(3).text().matches("STATE +SOURCE +OWNER +OPEN .*"), lines::toString);
        assertTrue(lines.get(4).text().matches("standby +bergen +b +2 .*"), lines::toString);
    }
}
