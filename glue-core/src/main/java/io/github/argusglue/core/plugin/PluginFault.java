package io.github.argusglue.core.plugin;

import java.util.List;

/**
 * A plugin that cannot be used.
 *
 * @param name name of its folder or jar
 * @param reason what is wrong with it
 * @param whatToDo how to fix it
 * @param types its types, as far as they could be determined
 */
public record PluginFault(String name, String reason, String whatToDo, List<String> types) {
    public PluginFault {
        types = List.copyOf(types);
    }

    /** Returns the fault on one line. */
    @Override
    public String toString() {
        return "plugin '" + name + "': " + reason + "; " + whatToDo;
    }
}
