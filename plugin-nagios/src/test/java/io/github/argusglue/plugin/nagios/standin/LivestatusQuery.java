package io.github.argusglue.plugin.nagios.standin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One query in Livestatus's language: the part of it that is used, and its errors. */
final class LivestatusQuery {
    private static final Pattern FILTER = Pattern.compile("(\\w+) (<=|>=|!=|=~|~~|[=<>~])(?: (.*))?");

    final Map<String, String> headers = new LinkedHashMap<>();
    private final String table;
    private final List<Predicate<Map<String, Object>>> filters = new ArrayList<>();
    private final List<String> stats = new ArrayList<>();

    /** An error as Livestatus reports it. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    LivestatusQuery(List<String> lines) {
        table = lines.get(0).substring(lines.get(0).indexOf(' ') + 1).trim();
        for (String line : lines.subList(1, lines.size())) {
            String name = line.substring(0, (line + ":").indexOf(':'));
            String value =
                    line.substring(Math.min(name.length() + 1, line.length())).trim();
            switch (name) {
                case "Filter" -> filters.add(row -> matches(row, value));
                case "And", "Or" -> combine(Integer.parseInt(value), name.equals("And"));
                case "Negate" -> filters.add(filters.remove(filters.size() - 1).negate());
                case "Stats" -> stats.add(value);
                default -> headers.put(name, value);
            }
        }
    }

    private void combine(int count, boolean and) {
        List<Predicate<Map<String, Object>>> last = filters.subList(filters.size() - count, filters.size());
        List<Predicate<Map<String, Object>>> parts = List.copyOf(last);
        last.clear();
        filters.add(row ->
                and ? parts.stream().allMatch(p -> p.test(row)) : parts.stream().anyMatch(p -> p.test(row)));
    }

    private static boolean matches(Map<String, Object> row, String filter) {
        Matcher parts = FILTER.matcher(filter);
        if (!parts.matches()) {
            return false;
        }
        Object value = row.getOrDefault(parts.group(1), "");
        String operand = parts.group(3) == null ? "" : parts.group(3);
        int order = value instanceof Number number
                ? Long.compare(number.longValue(), Long.parseLong(operand))
                : value.toString().compareTo(operand);
        return switch (parts.group(2)) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> value instanceof List<?> list ? list.contains(operand) : order >= 0;
            case "=~" -> value.toString().equalsIgnoreCase(operand);
            default -> Pattern.compile(operand).matcher(value.toString()).find();
        };
    }

    /** Returns the answer's body. */
    String answer(StandInNagios nagios, Set<String> hidden, String visible) throws Refusal {
        List<Map<String, Object>> rows;
        try {
            rows = nagios.read(() -> LivestatusTable.rows(table, nagios));
        } catch (IllegalArgumentException e) {
            throw new Refusal(404, "Invalid GET request, no such table '" + table + "'");
        }
        if (table.equals("columns")) {
            rows.removeIf(row -> hidden.contains(row.get("table") + "." + row.get("name")));
        }
        if (table.equals("services") && !visible.isEmpty()) {
            rows.removeIf(row -> !visible.equals(row.get("host_name")));
        }
        List<Map<String, Object>> found = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            if (filters.stream().allMatch(filter -> filter.test(row))) {
                found.add(row);
            }
        }
        if (!stats.isEmpty()) {
            List<Object> figures = new ArrayList<>();
            stats.forEach(stat -> figures.add(figure(stat, found)));
            return StandInJson.write(List.of(figures)) + "\n";
        }
        boolean all = !headers.containsKey("Columns");
        List<String> columns = all
                ? rows.stream()
                        .findFirst()
                        .map(row -> row.keySet().stream().sorted().toList())
                        .orElse(List.of())
                : Arrays.asList(headers.getOrDefault("Columns", "").trim().split(" +", -1));
        StringJoiner body = new StringJoiner(",\n", "[", "]\n");
        if (headers.getOrDefault("ColumnHeaders", all ? "on" : "off").equals("on")) {
            body.add(StandInJson.write(columns));
        }
        int limit = Integer.parseInt(headers.getOrDefault("Limit", String.valueOf(found.size())));
        for (Map<String, Object> row : found.subList(0, Math.min(limit, found.size()))) {
            List<Object> cells = new ArrayList<>();
            // As with Naemon, a column that does not exist is an empty text.
            columns.forEach(
                    column -> cells.add(hidden.contains(table + "." + column) ? "" : row.getOrDefault(column, "")));
            body.add(StandInJson.write(cells));
        }
        return body.toString();
    }

    private static Object figure(String stat, List<Map<String, Object>> rows) {
        String[] words = stat.split(" ", 2);
        if (!Set.of("sum", "min", "max", "avg").contains(words[0])) {
            return rows.stream().filter(row -> matches(row, stat)).count();
        }
        List<Double> values = rows.stream()
                .map(row -> Double.valueOf(row.getOrDefault(words[1], "0").toString()))
                .toList();
        double figure = words[0].equals("max")
                ? values.isEmpty() ? 0 : Collections.max(values)
                : values.stream().mapToDouble(Double::doubleValue).sum();
        return new java.math.BigDecimal(String.format(Locale.ROOT, "%.10e", figure));
    }
}
