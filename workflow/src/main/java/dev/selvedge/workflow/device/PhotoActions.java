package dev.selvedge.workflow.device;

import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.device.Item.Bool;
import dev.selvedge.workflow.device.Item.Entity;
import dev.selvedge.workflow.device.Item.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The photo library: what is known of photos beside their pictures. */
final class PhotoActions {
    private PhotoActions() {}

    static void define(Meanings to) {
        to.add("getlastphoto", call -> latest(call, false));
        to.add("getlastscreenshot", call -> latest(call, true));
        to.add("selectphoto", PhotoActions::select);
        to.add("takephoto", PhotoActions::take);
        to.add("takescreenshot", call -> call.unknown(ContentType.IMAGE, "screenshot"));
        to.add("savetocameraroll", PhotoActions::save);
        to.add("deletephotos", PhotoActions::delete);
        to.add("detect.images", PhotoActions::detect);
    }

    private static Item latest(Invocation call, boolean screenshots) {
        boolean including = call.flag("WFGetLatestPhotosActionIncludeScreenshots", true);
        List<Entity> photos = new ArrayList<>();
        for (Entity photo : call.state().things(ContentType.PHOTO)) {
            boolean screenshot = photo.properties().get("Is a Screenshot") instanceof Bool bool && bool.value();
            if (screenshots ? screenshot : including || !screenshot) {
                photos.add(photo);
            }
        }
        photos.sort(Comparator.comparing(PhotoActions::taken).reversed().thenComparing(Entity::name));
        return Item.from(photos.subList(0, Math.clamp(call.count("WFGetLatestPhotoCount", 1), 0, photos.size())));
    }

    private static Instant taken(Entity photo) {
        return photo.properties().get("Date Taken") instanceof Moment moment ? moment.instant() : Instant.MAX;
    }

    private static Item select(Invocation call) {
        List<Entity> photos = call.state().things(ContentType.PHOTO);
        call.shows("picker", "Photos");
        if (photos.isEmpty()) {
            return Item.nothing();
        }
        List<String> names = photos.stream().map(Entity::name).toList();
        Answers answers = call.machine().answers();
        if (!call.flag("WFSelectMultiplePhotos", false)) {
            return photos.get(answers.choose(names));
        }
        List<Item> chosen = new ArrayList<>();
        answers.chooseSome(names).forEach(index -> chosen.add(photos.get(index)));
        return Item.from(chosen);
    }

    private static Item take(Invocation call) {
        int count = Math.clamp(call.count("WFPhotoCount", 1), 0, 20);
        call.shows("camera", call.text("WFCameraCaptureDevice", "Back"), "photos", String.valueOf(count));
        List<Item> photos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            photos.add(call.unknown(
                    ContentType.IMAGE, "photo", String.valueOf(call.machine().random(1L << 40))));
        }
        return Item.from(photos);
    }

    private static Item save(Invocation call) {
        String album = call.text("WFCameraRollSelectedGroup", "Recents");
        List<Item> saved = new ArrayList<>();
        for (Item item : call.items("WFInput")) {
            Map<String, Item> details = new LinkedHashMap<>();
            details.put("Album", new Item.Text(album));
            Entity photo = new Entity(ContentType.PHOTO, call.as().name(item), details);
            call.state().add(photo);
            call.changes("photos", "saved", call.as().seen(item), "album", album);
            saved.add(item instanceof Entity ? item : photo);
        }
        return Item.from(saved);
    }

    private static Item delete(Invocation call) {
        for (Item item : call.items("photos")) {
            if (item instanceof Entity photo && call.state().replace(photo, null)) {
                call.changes("photos", "deleted", photo.name());
            }
        }
        return Item.nothing();
    }

    /** Pictures among the items; other content holds none that can be known. */
    private static Item detect(Invocation call) {
        List<Item> found = new ArrayList<>();
        for (Item item : call.items("WFInput")) {
            boolean picture = item instanceof Entity entity && entity.type() == ContentType.PHOTO;
            if (picture) {
                found.add(item);
            } else if (item instanceof Item.Opaque || item instanceof Item.Document || item instanceof Item.Rich) {
                found.addAll(call.as().to(ContentType.IMAGE, item).items());
            }
        }
        return Item.from(found);
    }
}
