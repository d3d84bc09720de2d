package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.dist.it.RecordedExchange.Header;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the test tools: Prism has to notice what is not as the vendor describes it. */
final class PrismIT {
    private static final String ORG = "/api/v1/orgs/000000ab-00ab-00ab-00ab-0000000000ab/";
    private static final Path DESCRIPTION = Folders.checkout().resolve("plugin-mist/src/it/openapi/mist.openapi.json");

    @Test
    void aRequestAndAnAnswerThatAreNotAsDescribedAreSeen() throws Exception {
        List<RecordedExchange> exchanges = List.of(
                exchange("inventory?limit=1000&page=1", 200, "[{\"mac\":\"5c5b35000018\"}]"),
                exchange("inventory?limit=many", 200, "[]"),
                exchange("alarms/search?limit=10", 200, "{\"results\":[{\"type\":\"device_down\"}]}"),
                exchange("unknown", 200, "{}"),
                exchange("inventory", 418, "{}"));

        List<List<ExchangeReplay.Violation>> found;
        try (ExchangeReplay replay = new ExchangeReplay(exchanges)) {
            found = replay.check(DESCRIPTION);
        }

        assertEquals(List.of(), found.get(0));
        assertEquals(
                "GET " + ORG
                        + "inventory?limit=many 200 request.query.limit: Request query parameter limit must be integer",
                found.get(1).get(0).toString());
        assertTrue(found.get(1).get(0).isAboutRequest());
        assertTrue(
                found.get(2).stream().anyMatch(violation -> violation.toString().contains("'timestamp'")),
                found.get(2)::toString);
        assertTrue(found.get(2).stream().noneMatch(ExchangeReplay.Violation::isAboutRequest));
        assertTrue(found.get(3).get(0).isUnknownRoute());
        assertTrue(found.get(4).get(0).toString().contains(" 418 response: "), found.get(4)::toString);
    }

    private static RecordedExchange exchange(String path, int status, String answer) {
        return new RecordedExchange(
                "GET",
                ORG + path,
                List.of(new Header("Authorization", "Token t")),
                "",
                status,
                List.of(new Header("Content-Type", "application/json")),
                answer,
                "",
                1);
    }
}
