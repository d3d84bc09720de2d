package io.github.argusglue.plugin.generic.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.generic.message.MessageReader;
import io.github.argusglue.plugin.generic.message.RefusedException;
import io.github.argusglue.spi.LeftOut;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TableMappingTest {

    private static MappingTable byKey() {
        return new MappingTable().with("key", "/name");
    }

    private static TagsFrom tagsFrom(String at, String name, String value) {
        return new TagsFrom(at, Optional.of(name), Optional.of(value), Optional.empty(), List.of(), List.of());
    }

    private static TagsFrom tagsFrom(String at, List<String> only, List<String> except) {
        return new TagsFrom(at, Optional.empty(), Optional.empty(), Optional.empty(), only, except);
    }

    private static String fault(MappingTable table, String json) {
        return assertThrows(RefusedException.class, () -> table.apply(json)).getMessage();
    }

    @Test
    void opensAnAlertWithWhatIsThere() throws RefusedException {
        assertEquals(
                "{'open':{'description':'disk-a','key':'disk-a','start':'2026-11-22T12:00:00Z'}}",
                byKey().messages("{'name': 'disk-a'}"));
    }

    @Test
    void theValueOfMessageSaysWhatAnElementIs() throws RefusedException {
        MappingTable table = byKey().with("items", "/alerts")
                .with("message", "/state")
                .with(
                        "messages",
                        Map.of(
                                "1", MessageKind.OPEN,
                                "0", MessageKind.CLOSE,
                                "x", MessageKind.NOTICE,
                                "beat", MessageKind.ALIVE,
                                "*", MessageKind.IGNORE))
                .with("at", "/at")
                .with("reason", "{/why}");
        assertEquals("""
                {'at':'2026-11-22T11:00:00Z','open':{'description':'a','key':'a','start':'2026-11-22T11:00:00Z'}}
                {'close':{'key':'b','reason':'fixed'}}
                {'notice':{'description':'c','id':'c@2026-11-22T12:00:00Z','time':'2026-11-22T12:00:00Z'}}
                {'alive':true}""", table.messages("""
                        {'alerts': [{'name': 'a', 'state': 1, 'at': 1795345200}, {'name': 'b', 'state': 0, 'why': 'fixed'},
                         {'name': 'c', 'state': 'x'}, {'state': 'beat'}, {'name': 'd', 'state': 'unknown'}]}"""));
    }

    @Test
    void refusesAMessageThatIsNotNamed() {
        MappingTable table = byKey().with("items", "/alerts")
                .with("message", "/state")
                .with("messages", Map.of("up", MessageKind.CLOSE));
        assertEquals(
                "'/alerts/1': 'message': '/state' is 'down', which 'messages' does not have; it has [up], and \"*\" stands"
                        + " for all others; got {\"name\":\"b\",\"state\":\"down\"}",
                fault(table, "{'alerts': [{'name': 'a', 'state': 'up'}, {'name': 'b', 'state': 'down'}]}"));
    }

    @Test
    void aPictureIsOneMessage() throws RefusedException {
        MappingTable table = byKey().with("picture", Picture.COMPLETE)
                .with("items", "/hosts")
                .with("key", "#")
                .with("when", List.of("/problem=true"))
                .with("at", "/created")
                .with("scope", "/site");
        String json = "{'site': 'oslo', 'created': '2026-11-22T11:00:00Z', 'hosts': {"
                + "'a/1': {'problem': true}, 'b': {'problem': false}, 'c': {}}}";
        assertEquals(
                "{'alerts':[{'description':'a/1','key':'a/1','start':'2026-11-22T11:00:00Z'}],"
                        + "'at':'2026-11-22T11:00:00Z','complete':true,'scope':'oslo'}",
                table.messages(json));
        assertEquals(
                List.of("1 element in '/hosts'"),
                table.apply("{'site': 'oslo', 'hosts': {'b': {'problem': false}}}")
                        .trace()
                        .subList(0, 1));
    }

    @Test
    void aPictureLeavesOutWhatIsNotOpen() throws RefusedException {
        MappingTable table = byKey().with("picture", Picture.PARTIAL)
                .with("items", ".")
                .with("message", "/state")
                .with("messages", Map.of("down", MessageKind.OPEN, "*", MessageKind.IGNORE));
        assertEquals(
                "{'alerts':[{'description':'a','key':'a','start':'2026-11-22T12:00:00Z'}],'complete':false}",
                table.messages("[{'name': 'a', 'state': 'down'}, {'name': 'b', 'state': 'up'}]"));
    }

    /** Only what says that an alert is open is a problem. */
    @Test
    void saysWhatTheConditionsLeaveOut() throws RefusedException {
        MappingTable table = byKey().with("picture", Picture.COMPLETE)
                .with("items", "/hosts")
                .with("when", List.of("/planned!=true"))
                .with("message", "/state")
                .with("messages", Map.of("down", MessageKind.OPEN, "*", MessageKind.IGNORE));
        LeftOut leftOut = table.apply("{'hosts': [{'name': 'a', 'state': 'down', 'planned': true},"
                        + " {'name': 'b', 'state': 'up', 'planned': true}, {'name': 'c', 'state': 'up'},"
                        + " {'state': 'down', 'planned': true}, {'name': 'e', 'state': 'down'}]}")
                .leftOut();
        assertEquals("2 (when 2)", leftOut.summary());
        assertEquals(
                List.of(
                        new LeftOut.Example("a", "'/hosts/0': '/planned!=true' is not met"),
                        new LeftOut.Example("/hosts/3", "'/hosts/3': '/planned!=true' is not met")),
                leftOut.groups().get(0).examples());
    }

    @Test
    void aListThatIsMissingIsNotEmpty() {
        MappingTable table = byKey().with("picture", Picture.COMPLETE).with("items", "/hosts");
        assertEquals(
                "'items': there is no list or object at '/hosts'; got {\"hosts\":null}",
                fault(table, "{'hosts': null}"));
    }

    @Test
    void aNameThatIsMissingIsRefusedWithItsPlace() {
        assertEquals(
                "'/1': 'key': there is no value at '/name'; got {\"nmae\":\"b\"}",
                fault(byKey().with("items", "."), "[{'name': 'a'}, {'nmae': 'b'}]"));
    }

    @Test
    void levelsComeFromATable() throws RefusedException {
        MappingTable table = byKey().with("level", "/sev").with("levels", Map.of("major", 2, "*", 4));
        assertEquals(2, table.only("{'name': 'a', 'sev': 'major'}").get("level").intValue());
        assertEquals(4, table.only("{'name': 'a', 'sev': 'odd'}").get("level").intValue());
        assertEquals(4, table.only("{'name': 'a'}").get("level").intValue());
        MappingTable plain = byKey().with("level", "/sev");
        assertEquals(5, plain.only("{'name': 'a', 'sev': '5'}").get("level").intValue());
        assertFalse(plain.only("{'name': 'a'}").has("level"));
        assertEquals(
                "'level': '/sev' is '7', and not a level from 1 to 5; 'levels' can say which level it means; got"
                        + " {\"name\":\"a\",\"sev\":7}",
                fault(plain, "{'name': 'a', 'sev': 7}"));
        assertEquals(
                "'level': '/sev' is 'odd', which 'levels' does not have; it has [major], and \"*\" stands for all others;"
                        + " got {\"name\":\"a\",\"sev\":\"odd\"}",
                fault(byKey().with("level", "/sev").with("levels", Map.of("major", 2)), "{'name': 'a', 'sev': 'odd'}"));
    }

    @Test
    void tagsComeOneByOneAndFromObjects() throws RefusedException {
        MappingTable table = byKey().with("tags", Map.of("host", "/name"))
                .with("tagsFrom", List.of(tagsFrom("/labels", List.of(), List.of("__*", "severity"))));
        assertEquals(
                "{\"if_name\":[\"eth0\",\"eth1\"],\"site\":[\"oslo\"],\"host\":[\"web1\"]}",
                table.only("{'name': 'web1', 'labels': {'host': 'other', 'ifName': ['eth0', 'eth1'], 'severity': 'x',"
                                + " '__id': '7', 'site': 'oslo', 'none': null, 'blank': ' '}}")
                        .get("tags")
                        .toString());
        MappingTable only = byKey().with("tagsFrom", List.of(tagsFrom("/labels", List.of("site"), List.of())));
        assertEquals(
                "{\"site\":[\"oslo\"]}",
                only.only("{'name': 'a', 'labels': {'site': 'oslo', 'room': '12'}}")
                        .get("tags")
                        .toString());
    }

    @Test
    void tagsComeFromLists() throws RefusedException {
        MappingTable objects = byKey().with("tagsFrom", List.of(tagsFrom("/tags", "/tag", "/value|yes")));
        assertEquals(
                "{\"scope\":[\"a\",\"b\"],\"site\":[\"yes\"]}",
                objects.only("{'name': 'a', 'tags': [{'tag': 'scope', 'value': 'a'}, {'tag': 'scope', 'value': 'b'},"
                                + " {'tag': 'site', 'value': ''}]}")
                        .get("tags")
                        .toString());
        MappingTable pairs = byKey().with("tagsFrom", List.of(tagsFrom("/tags", List.of(), List.of())));
        assertEquals(
                "{\"host\":[\"a=b\"]}",
                pairs.only("{'name': 'a', 'tags': ['host=a=b']}").get("tags").toString());
        assertEquals(
                "'tags_from': 'web' in '/tags' is not like name=value; set 'name'; got {\"name\":\"a\",\"tags\":[\"web\"]}",
                fault(pairs, "{'name': 'a', 'tags': ['web']}"));
        MappingTable split = byKey().with(
                        "tagsFrom",
                        List.of(new TagsFrom(
                                "/tags",
                                Optional.of("label"),
                                Optional.empty(),
                                Optional.of(" "),
                                List.of(),
                                List.of())));
        assertEquals(
                "{\"label\":[\"prod\",\"db\"]}",
                split.only("{'name': 'a', 'tags': 'prod  db'}").get("tags").toString());
        assertFalse(split.only("{'name': 'a', 'tags': ''}").has("tags"));
    }

    @Test
    void jsonInATextIsRead() throws RefusedException {
        MappingTable table = byKey().with("items", "/list")
                .with("parse", List.of("/tags"))
                .with("tagsFrom", List.of(tagsFrom("/tags", "/tag", "/value")));
        assertEquals(
                "{\"a\":[\"1\"]}",
                table.only("{'list': [{'name': 'x', 'tags': '[{\\'tag\\': \\'a\\', \\'value\\': \\'1\\'}]'}]}")
                        .get("tags")
                        .toString());
        assertFalse(table.only("{'list': [{'name': 'x', 'tags': ''}]}").has("tags"));
        String message = fault(table, "{'list': [{'name': 'x', 'tags': '[1, '}]}");
        assertTrue(message.startsWith("'/list/0': 'parse': the text at '/tags': not valid JSON"), message);
    }

    @Test
    void metadataKeepsItsTypesAndItsNulls() throws RefusedException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("port", "/port");
        metadata.put("none", "/missing");
        MappingTable table = byKey().with("metadataFrom", List.of("/meta")).with("metadata", metadata);
        JsonNode alert = table.only("{'name': 'a', 'port': 443, 'meta': {'comment': null, 'events': [1]}}");
        assertEquals(
                "{\"comment\":null,\"events\":[1],\"port\":443}",
                alert.get("metadata").toString());
        assertEquals(
                "'metadata_from': '/meta' is not an object; got {\"meta\":\"x\",\"name\":\"a\"}",
                fault(table, "{'name': 'a', 'meta': 'x'}"));
    }

    @Test
    void acknowledgementAndSuppressionHaveConditions() throws RefusedException {
        MappingTable table = byKey().with(
                        "acknowledgement",
                        new AcknowledgementMapping(
                                List.of("/state=2"),
                                "{/user|somebody}",
                                Optional.of("/ack"),
                                "seen",
                                Optional.of("/until")))
                .with(
                        "suppressed",
                        new SuppressionMapping(List.of("/maintenance=true"), "maintenance", "", Optional.empty()));
        JsonNode plain = table.only("{'name': 'a', 'state': 1}");
        assertFalse(plain.has("acknowledgement"));
        assertFalse(plain.has("suppressed"));
        JsonNode both = table.only("{'name': 'a', 'state': 2, 'maintenance': true, 'ack': '2026-11-22T10:00:00Z'}");
        assertEquals(
                "{\"by\":\"somebody\",\"at\":\"2026-11-22T10:00:00Z\",\"text\":\"seen\"}",
                both.get("acknowledgement").toString());
        assertEquals(
                "{\"reason\":\"maintenance\",\"by\":\"\"}",
                both.get("suppressed").toString());
    }

    @Test
    void allFieldsAreReadByTheReader() throws RefusedException {
        MappingTable table = new MappingTable()
                .with("id", "/nr")
                .with("incidentId", "INC{/nr}")
                .with("start", "/begin")
                .with("timezone", "UTC")
                .with("level", "1")
                .with("description", "{/name}: {/text|none}")
                .with("detailsUrl", "device/{/name}")
                .with("ticketUrl", "https://t.example.org/{/name}")
                .with("scope", "{/site}")
                .with("ttl", "2h")
                .with("metadata", Map.of("n", "/nr"))
                .with("tags", Map.of("host", "/name"))
                .with(
                        "suppressed",
                        new SuppressionMapping(List.of("/nr!=''".replace('\'', '"')), "x", "y", Optional.of("/begin")))
                .with(
                        "acknowledgement",
                        new AcknowledgementMapping(List.of("/nr=7"), "", Optional.empty(), "", Optional.empty()));
        List<JsonNode> made = table.apply("{'nr': 7, 'name': 'a b', 'begin': '2026-11-20 10:00:00', 'site': 'oslo'}")
                .messages();
        assertEquals(
                "{\"id\":\"7\",\"start\":\"2026-11-20T10:00:00Z\",\"level\":1,\"description\":\"a b: none\","
                        + "\"tags\":{\"host\":[\"a b\"]},\"details_url\":\"device/a%20b\","
                        + "\"ticket_url\":\"https://t.example.org/a%20b\",\"ttl\":\"2h\",\"incident_id\":\"INC7\","
                        + "\"scope\":\"oslo\",\"metadata\":{\"n\":7},"
                        + "\"acknowledgement\":{\"by\":\"\",\"at\":\"2026-11-20T10:00:00Z\",\"text\":\"\"},"
                        + "\"suppressed\":{\"reason\":\"x\",\"by\":\"y\",\"until\":\"2026-11-20T10:00:00Z\"}}",
                made.get(0).get("open").toString());
        assertEquals(1, MessageReader.read(made.get(0), MappingTable.RECEIVED).size());
    }

    @Test
    void aTimeThatIsNoneIsRefusedWithItsKey() {
        assertEquals(
                "'start': '/begin': '2026-11-20 10:00:00' has no time zone; set 'timezone', for example to \"UTC\"; got"
                        + " {\"begin\":\"2026-11-20 10:00:00\",\"name\":\"a\"}",
                fault(byKey().with("start", "/begin"), "{'name': 'a', 'begin': '2026-11-20 10:00:00'}"));
    }

    @Test
    void theTraceShowsEachField() throws RefusedException {
        MappingTable table = byKey().with("items", "/alerts")
                .with("when", List.of("/skip!=true"))
                .with("message", "/state")
                .with("messages", Map.of("down", MessageKind.OPEN))
                .with("level", "/sev")
                .with("levels", Map.of("bad", 2))
                .with("tags", Map.of("host", "/name"));
        assertEquals(
                """
                2 elements in '/alerts'
                '/alerts/0': open, because '/state' is 'down'
                  key            "a"  from '/name'
                  level          2  from '/sev' = 'bad'
                  description    "a"  from '/name'
                  tags.host      ["a"]  from '/name'
                '/alerts/1': left out, because '/skip!=true' is not met""",
                table
                        .apply("{'alerts': [{'name': 'a', 'state': 'down', 'sev': 'bad'}, {'skip': true}]}")
                        .trace()
                        .stream()
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void theTraceOfALongDocumentEnds() throws RefusedException {
        String many =
                IntStream.range(0, 30).mapToObj(n -> "{'name': 'n" + n + "'}").collect(Collectors.joining(","));
        MappingResult result = byKey().with("items", ".").apply("[" + many + "]");
        assertEquals(30, result.messages().size());
        assertEquals(1 + 20 * 3 + 1, result.trace().size());
        assertEquals("and 10 more", result.trace().get(61));
    }
}
