package io.github.argusglue.dist;

import java.net.URI;
import java.util.List;

/** The commands with which a user acts in the simulated Argus as a person, since it has no pages for that. */
final class PersonCommands {
    private PersonCommands() {}

    /**
     * Returns lines to be pasted into a shell.
     *
     * @param argus address of the simulated Argus
     * @param token of the person
     * @param pk number of the incident to act on
     */
    static List<String> of(URI argus, String token, long pk) {
        String incident = argus + "/api/v2/incidents/" + pk;
        return List.of(
                "# acknowledge",
                curl(
                        token,
                        "",
                        incident + "/acks/",
                        "{\"description\":\"on it\",\"timestamp\":\"'\"$(date -u +%FT%TZ)\"'\"}"),
                "# set a ticket",
                curl(token, "-X PUT ", incident + "/ticket_url/", "{\"ticket_url\":\"https://rt.example.org/7\"}"),
                "# close, reopen (REO)",
                curl(token, "", incident + "/events/", "{\"type\":\"CLO\",\"description\":\"it was a test\"}"));
    }

    private static String curl(String token, String method, String url, String json) {
        return "curl -fsS " + method + "-H 'Authorization: Token " + token
                + "' -H 'Content-Type: application/json' -d '" + json + "' " + url;
    }
}
