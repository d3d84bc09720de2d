package io.github.argusglue.plugin.mist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests of Mist's API that are needed. */
final class MistApi {
    private static final String[] CONFIDENTIAL = {
        "magic",
        "macs",
        "hostnames",
        "client_mac",
        "bssids",
        "ssids",
        "ack_admin_name",
        "usernames",
        "email_content",
        "address",
        "latlng"
    };

    private final ObjectMapper json = new ObjectMapper();
    private final URI api;
    private final String org;
    private final SourceHttpClient http;
    private final Walk walk;

    MistApi(MistConfig config, SourceContext context) {
        this.api = config.api();
        this.org = config.org();
        this.http = context.http(config.mistAccess());
        this.walk = new Walk(api, http, this::get);
    }

    /** Reads the devices that are assigned to a site. */
    Listing<Device> inventory(String types) throws SourceException, InterruptedException {
        HttpRequest request = ofOrg("inventory").query("type", types).query("unassigned", "false");
        return walk.numbered(request, Device::of, device -> device.mac() + " " + device.serial());
    }

    /**
     * Reads alarms.
     *
     * @param start as Mist understands it, such as {@code -30d}; without it the search covers a day
     */
    Listing<Alarm> alarms(AlarmsConfig config, String start) throws SourceException, InterruptedException {
        HttpRequest request = ofOrg("alarms/search").query("start", start).query("end", "now");
        request = with(request, "group", config.groupQuery());
        request = with(request, "type", config.typeQuery());
        return walk.linked(request, Alarm::of, Alarm::id);
    }

    private static HttpRequest with(HttpRequest request, String name, Optional<String> value) {
        return value.map(text -> request.query(name, text)).orElse(request);
    }

    /** Returns the names of the sites by their ids. */
    Map<String, String> sites() throws SourceException, InterruptedException {
        Listing<JsonNode> sites = walk.numbered(ofOrg("sites"), Optional::of, site -> Json.text(site, "id"));
        return texts(sites.rows(), "id", "name");
    }

    /** Returns the titles of all kinds of alarms by their types. */
    Map<String, String> alarmTitles() throws SourceException, InterruptedException {
        return http.send(get("api/v1/const/alarm_defs"), response -> {
            JsonNode titles = json.readTree(response.body());
            if (!titles.isArray()) {
                throw new IOException("this is not a list of alarm definitions");
            }
            return texts(titles, "key", "display");
        });
    }

    private static Map<String, String> texts(Iterable<JsonNode> rows, String key, String value) {
        Map<String, String> texts = new LinkedHashMap<>();
        rows.forEach(row -> texts.put(Json.text(row, key), Json.text(row, value)));
        return texts;
    }

    /**
     * Acknowledges an alarm, or takes the acknowledgement back.
     *
     * @param action {@code ack} or {@code unack}
     */
    void acknowledge(String action, String alarm, String note) throws SourceException, InterruptedException {
        Map<String, Object> body = Map.of("alarm_ids", List.of(alarm), "note", note);
        String advice = "give the token a role that may acknowledge alarms, or set 'acknowledge = false'";
        HttpRequest request = HttpRequest.post(api, "api/v1/orgs")
                .segment(org)
                .segment("alarms")
                .segment(action)
                .json(json.valueToTree(body).toString())
                .repeatable()
                .hint(403, advice);
        http.send(request, HttpResponse::status);
    }

    private HttpRequest ofOrg(String list) {
        return get("api/v1/orgs/" + org + "/" + list);
    }

    private HttpRequest get(String path) {
        return HttpRequest.get(api, path)
                .confidential(CONFIDENTIAL)
                .hint(401, "check 'token': Mist removes a token that is not used for 90 days")
                .hint(403, "give the token access to the organisation in 'org', with the role Observer or above")
                .hint(404, SourceException.Kind.UNAUTHORIZED, "check 'org', and 'region' or 'url'");
    }
}
