package io.github.argusglue.core.trial;

import java.util.Comparator;
import java.util.Map;

/** The stack traces of a source's threads, which show where an adapter hangs. */
final class AdapterStacks {
    private AdapterStacks() {}

    static String of(String source) {
        StringBuilder text = new StringBuilder();
        // Several threads may have the same name.
        Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith("source-" + source + "-"))
                .sorted(Comparator.comparing((Map.Entry<Thread, StackTraceElement[]> entry) ->
                        entry.getKey().getName()))
                .forEach(entry -> {
                    text.append("thread ").append(entry.getKey().getName()).append('\n');
                    for (StackTraceElement frame : entry.getValue()) {
                        text.append("\tat ").append(frame).append('\n');
                    }
                });
        return text.toString();
    }
}
