package io.vigie.agent;

import io.vigie.agent.probe.Machine;
import io.vigie.proto.SourceId;
import java.util.Locale;

/** Who this agent is. */
final class Identity {

    private Identity() {}

    /** The id of the settings, else lower-case club (or host name), a hyphen and the MAC address without colons. */
    static SourceId of(AgentSettings settings, Machine machine) {
        return settings.source().orElseGet(() -> derived(settings, machine));
    }

    private static SourceId derived(AgentSettings settings, Machine machine) {
        String mac = machine.mac()
                .orElseThrow(() -> new InvalidSettingException(
                        SettingsReader.SITE_ID, "is needed: no network interface has a MAC address to make one of"));
        String name = settings.club()
                .or(machine::hostName)
                .orElseThrow(() -> new InvalidSettingException(
                        SettingsReader.SITE_ID,
                        "is needed: there is neither a CLUB_NAME nor a host name to make one of"));
        try {
            return new SourceId(name.toLowerCase(Locale.ROOT) + "-" + mac.replace(":", ""));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(
                    SettingsReader.SITE_ID, "is needed: no id can be made of '" + name + "' (" + e.getMessage() + ")");
        }
    }
}
