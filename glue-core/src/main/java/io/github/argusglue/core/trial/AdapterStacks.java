package io.github.argusglue.core.trial;

import java.util.Map;
import java.util.TreeMap;

/** The stack traces of a source's threads, which show where an adapter hangs. */
final class AdapterStacks {
    private AdapterStacks() {}

    static String of(String source) {
        StringBuilder text = new StringBuilder();
        Map<String, StackTraceElement[]> stacks = new TreeMap<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread.getName().startsWith("source-" + source + "-")) {
                stacks.put(thread.getName(), stack);
            }
        });
        stacks.forEach((name, stack) -> {
            text.append("thread ").append(name).append('\n');
            for (StackTraceElement frame : stack) {
                text.append("\tat ").append(frame).append('\n');
            }
        });
        return text.toString();
    }
}
