package io.github.argusglue.core.plugin;

import java.util.List;

/** A plugin is rejected; converted to a {@link PluginFault}. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final String whatToDo;
    private final transient List<String> types;

    RefusedException(String reason, String whatToDo) {
        this(reason, whatToDo, List.of());
    }

    RefusedException(String reason, String whatToDo, List<String> types) {
        super(reason);
        this.reason = reason;
        this.whatToDo = whatToDo;
        this.types = List.copyOf(types);
    }

    PluginFault fault(String plugin) {
        return new PluginFault(plugin, reason, whatToDo, types);
    }
}
