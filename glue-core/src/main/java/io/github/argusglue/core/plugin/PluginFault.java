package io.github.argusglue.core.plugin;

import java.util.List;

/**
 * A plugin that is not used.
 *
 * @param name of its folder or jar
 * @param reason what is wrong with it
 * @param whatToDo about it
 * @param types that it would have had, as far as that could be found out
 */
public record PluginFault(String name, String reason, String whatToDo, List<String> types) {
    public PluginFault {
        types = List.copyOf(types);
    }

    /** Returns it on one line. */
    @Override
    public String toString() {
        return "plugin '" + name + "': " + reason + ": " + whatToDo;
    }
}
