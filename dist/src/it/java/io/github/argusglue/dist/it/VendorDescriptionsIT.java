package io.github.argusglue.dist.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the adapters and the simulated clouds said to each other in the plugins' own tests, against the descriptions of
 * the APIs.
 */
final class VendorDescriptionsIT {
    /** Names a folder with HPE's own descriptions of New Central, which are not free to be copied into this project. */
    private static final String ORIGINALS = "ARUBA_OPENAPI";

    @ParameterizedTest
    @CsvSource({
        "plugin-mist, mist, mist.openapi.json",
        "plugin-aruba, aruba-central, aruba-central.openapi.yaml",
        "plugin-aruba, aruba-classic, aruba-classic.openapi.yaml",
        "plugin-aruba, aruba-aos8, aruba-aos8.openapi.yaml"
    })
    void everyExchangeIsAsDescribed(String module, String api, String description) throws Exception {
        Path ours = Folders.checkout().resolve(module).resolve("src/it/openapi").resolve(description);
        check(module, api, descriptions(api, ours));
    }

    /** Returns the descriptions of an API: the vendor's first, if there are any. */
    private static List<Path> descriptions(String api, Path ours) throws IOException {
        List<Path> descriptions = new ArrayList<>();
        String originals = System.getenv().getOrDefault(ORIGINALS, "");
        if (api.equals("aruba-central") && !originals.isEmpty()) {
            try (Stream<Path> files = Files.list(Path.of(originals))) {
                files.filter(file -> file.toString().matches(".*\\.(json|ya?ml)"))
                        .sorted()
                        .forEach(descriptions::add);
            }
        }
        descriptions.add(ours);
        return descriptions;
    }

    /** @param descriptions the first one that has a call counts for it */
    private static void check(String module, String api, List<Path> descriptions) throws Exception {
        Path folder = Folders.checkout().resolve(module);
        List<RecordedExchange> exchanges = RecordedExchange.read(folder.resolve("target/exchanges"), api);
        assertFalse(exchanges.isEmpty(), "nothing is recorded of " + api + ": run the tests of " + module + " first");
        Exceptions exceptions = Exceptions.read(folder.resolve("src/it/openapi/exceptions.tsv"), api);
        List<String> violations = new ArrayList<>();
        for (List<ExchangeReplay.Violation> found : replay(exchanges, descriptions)) {
            for (ExchangeReplay.Violation violation : found) {
                boolean onPurpose = !violation.isAboutRequest()
                        && !violation.exchange().fault().isEmpty();
                if (!onPurpose && !exceptions.cover(violation.toString())) {
                    violations.add(violation.toString());
                }
            }
        }
        Map<String, Integer> faults = exchanges.stream()
                .filter(exchange -> !exchange.fault().isEmpty())
                .collect(Collectors.groupingBy(
                        RecordedExchange::fault, TreeMap::new, Collectors.summingInt(RecordedExchange::times)));
        System.out.printf(
                "%s: %d exchanges checked, %d of them different; answers that are wrong on purpose %s; exceptions %s;"
                        + " violations %d%n",
                api,
                exchanges.stream().mapToInt(RecordedExchange::times).sum(),
                exchanges.size(),
                faults,
                exceptions.uses,
                violations.size());
        assertEquals(List.of(), violations.stream().distinct().limit(20).toList());
        assertEquals(List.of(), exceptions.unused(), "exceptions that are needed no more");
    }

    /** Returns the violations of each exchange, by the description that has its path. */
    private static List<List<ExchangeReplay.Violation>> replay(
            List<RecordedExchange> exchanges, List<Path> descriptions) throws Exception {
        List<List<ExchangeReplay.Violation>> best = List.of();
        try (ExchangeReplay replay = new ExchangeReplay(exchanges)) {
            for (Path description : descriptions) {
                List<List<ExchangeReplay.Violation>> found = replay.check(description);
                best = best.isEmpty() ? found : merged(best, found);
            }
        }
        return best;
    }

    private static List<List<ExchangeReplay.Violation>> merged(
            List<List<ExchangeReplay.Violation>> one, List<List<ExchangeReplay.Violation>> other) {
        List<List<ExchangeReplay.Violation>> merged = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            boolean unknown = one.get(i).stream().anyMatch(ExchangeReplay.Violation::isUnknownRoute);
            merged.add(unknown ? other.get(i) : one.get(i));
        }
        return merged;
    }

    /** Violations that are meant: lines of an API, a regular expression and the reason, separated by tabs. */
    private record Exceptions(Map<String, Pattern> patterns, Map<String, Integer> uses) {
        static Exceptions read(Path file, String api) throws IOException {
            Map<String, Pattern> patterns = new TreeMap<>();
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] columns = line.split("\t", -1);
                if (columns[0].equals(api)) {
                    patterns.put(columns[2], Pattern.compile(columns[1]));
                }
            }
            return new Exceptions(patterns, new TreeMap<>());
        }

        boolean cover(String violation) {
            for (Map.Entry<String, Pattern> exception : patterns.entrySet()) {
                if (exception.getValue().matcher(violation).find()) {
                    uses.merge(exception.getKey(), 1, Integer::sum);
                    return true;
                }
            }
            return false;
        }

        List<String> unused() {
            return patterns.keySet().stream()
                    .filter(reason -> !uses.containsKey(reason))
                    .toList();
        }
    }
}
