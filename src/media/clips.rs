//! The clips of the demonstration, as data: each is a pair of ffmpeg's own generators, so the repository needs no film.
//!
//! A recipe uses filters that ffmpeg 5.1 has, takes a second or two to encode and looks unlike the others.

mod sounds;

use sounds::{ARP, BEAT, BELL, CHIRP, DRONE, MARCH, PAD, RAIN, STEREO};

/// A clip that [`super::generate_clip`] can make.
#[derive(Clone, Copy, Debug)]
pub struct ClipRecipe {
    /// A title fit to be shown.
    pub name: &'static str,
    pub seconds: u32,
    picture: Picture,
    sound: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Picture {
    /// Drawn by a source of its own.
    Drawn(&'static str),
    /// A picture of the sound, made by a filter that hears it.
    Heard(&'static str),
}

/// Every clip there is.
pub const RECIPES: &[ClipRecipe] = &[
    drawn(
        "Seahorse valley",
        10,
        "mandelbrot=size=640x360:rate=24:start_x=-0.743643887:start_y=0.131825904:start_scale=2.5:\
         end_scale=0.0015:end_pts=240:maxiter=260",
        PAD,
    ),
    drawn(
        "Lightning fjord",
        8,
        "mandelbrot=size=640x360:rate=24:start_x=-1.25066:start_y=0.02012:start_scale=1:\
         end_scale=0.0008:end_pts=200:maxiter=220:inner=mincol:outer=normalized_iteration_count,\
         hue=h=200+t*12:s=1.6",
        DRONE,
    ),
    drawn(
        "Far small copy",
        9,
        "mandelbrot=size=640x360:rate=24:start_x=-1.768778833:start_y=-0.001738996:start_scale=1.2:\
         end_scale=0.0004:end_pts=220:maxiter=240:inner=period,hue=h=90:s=2",
        BELL,
    ),
    drawn(
        "Petri dish",
        10,
        "life=size=160x90:rate=20:ratio=0.32:mold=25:seed=7:life_color=0xF4D35E:death_color=0x0D3B66:\
         mold_color=0x1F6F78,scale=640:360:flags=neighbor",
        RAIN,
    ),
    drawn(
        "High life",
        8,
        "life=size=128x72:rate=16:ratio=0.25:rule=B36/S23:mold=12:seed=21:life_color=0xFF5D8F:\
         death_color=0x14110F:mold_color=0x5B2A86,scale=640:360:flags=neighbor",
        ARP,
    ),
    drawn(
        "Day and night",
        8,
        "life=size=320x180:rate=24:ratio=0.5:rule=B3678/S34678:mold=40:seed=3:life_color=0xE8F1F2:\
         death_color=0x13293D:mold_color=0x247BA0,scale=640:360:flags=neighbor",
        DRONE,
    ),
    drawn(
        "Rule 110 knitting",
        9,
        "cellauto=size=320x180:rate=30:rule=110:seed=11:ratio=0.4,format=rgb24,negate,\
         colorchannelmixer=rr=0.9:gg=0.55:bb=0.25,scale=640:360:flags=neighbor",
        MARCH,
    ),
    drawn(
        "Rule 30 avalanche",
        8,
        "cellauto=size=320x180:rate=40:rule=30:pattern='@':start_full=0,format=rgb24,\
         colorchannelmixer=rr=0.35:gg=0.85:bb=0.95,scale=640:360:flags=neighbor",
        BEAT,
    ),
    drawn(
        "Rule 90 lace",
        8,
        "cellauto=size=160x90:rate=24:rule=90:seed=5:ratio=0.06,format=rgb24,\
         colorchannelmixer=rr=0.95:gg=0.4:bb=0.7,scale=640:360:flags=neighbor,hue=h=t*40",
        BELL,
    ),
    drawn(
        "Sunrise gradient",
        8,
        "gradients=size=640x360:rate=24:nb_colors=4:c0=0x0B132B:c1=0xE85D04:c2=0xFFBA08:c3=0x3A0CA3:\
         x0=0:y0=0:x1=640:y1=360:speed=0.012",
        PAD,
    ),
    drawn(
        "Lava whirl",
        8,
        "gradients=size=640x360:rate=24:type=spiral:nb_colors=5:c0=0x03071E:c1=0x9D0208:c2=0xF48C06:\
         c3=0xFFBA08:c4=0x370617:seed=2:speed=0.03",
        DRONE,
    ),
    drawn(
        "Ocean rings",
        8,
        "gradients=size=640x360:rate=24:type=radial:nb_colors=4:c0=0x001219:c1=0x0A9396:c2=0x94D2BD:\
         c3=0x005F73:seed=9:speed=0.02",
        RAIN,
    ),
    drawn("Test card two", 6, "testsrc2=size=640x360:rate=30", MARCH),
    drawn(
        "Studio bars",
        6,
        "smptehdbars=size=640x360:rate=24,noise=alls=12:allf=t",
        "sine=frequency=1000:sample_rate=48000,volume=0.3",
    ),
    drawn(
        "Carpet from nothing",
        8,
        "sierpinski=size=640x360:rate=24:type=carpet:jump=60:seed=1,colorchannelmixer=rr=1:gg=0.55:\
         bb=0.15,hue=h=t*12",
        ARP,
    ),
    drawn(
        "Triangle rain",
        8,
        "sierpinski=size=640x360:rate=24:type=triangle:jump=40:seed=8,colorchannelmixer=rr=0.3:gg=1:\
         bb=0.6",
        BELL,
    ),
    drawn(
        "Turning rainbow",
        7,
        "rgbtestsrc=size=800x800:rate=24,rotate=t*0.7:c=black,crop=640:360,hue=h=t*25",
        ARP,
    ),
    drawn(
        "Plasma",
        7,
        "nullsrc=size=160x90:rate=20,geq=r='128+127*sin(X/14+T*2)*cos(Y/11-T)':\
         g='128+127*sin((X+Y)/19-T*1.7)':b='128+127*sin(hypot(X-80,Y-45)/9-T*3)',scale=640:360:\
         flags=bicubic",
        PAD,
    ),
    drawn(
        "Tunnel",
        7,
        "nullsrc=size=160x90:rate=20,geq=lum='128+110*sin(600/(6+hypot(X-80,Y-45))+T*5+3*atan2(Y-45,\
         X-80))':cb='110+40*sin(T+atan2(Y-45,X-80))':cr='150+50*cos(T*0.8)',scale=640:360:\
         flags=bicubic",
        BEAT,
    ),
    drawn(
        "Drops on a pond",
        8,
        "nullsrc=size=160x90:rate=20,geq=lum='120+60*sin(hypot(X-50,\
         Y-40)/2.5-T*6)+50*sin(hypot(X-120,Y-60)/3-T*5)':cb='150':cr='100',scale=640:360:\
         flags=bicubic",
        RAIN,
    ),
    drawn(
        "Kaleidoscope",
        8,
        "mandelbrot=size=320x180:rate=24:start_x=-0.1011:start_y=0.9563:start_scale=0.6:\
         end_scale=0.002:end_pts=200:maxiter=200,hue=h=t*35:s=1.6,split=2[k1][k2];[k2]hflip[k3];\
         [k1][k3]hstack,split=2[k4][k5];[k5]vflip[k6];[k4][k6]vstack",
        ARP,
    ),
    drawn(
        "Neon comet",
        7,
        "color=c=black:size=640x360:rate=25[night];color=c=0x39FF14:size=28x28:rate=25[comet];\
         [night][comet]overlay=x='306+260*sin(2*t)':y='166+140*sin(3.1*t)':shortest=0,\
         lagfun=decay=0.94,hue=h=t*50",
        CHIRP,
    ),
    drawn(
        "Snow on channel nine",
        6,
        "nullsrc=size=320x180:rate=20,geq=lum='random(1)*200':cb=128:cr=128,scale=640:360:\
         flags=neighbor,vignette",
        "anoisesrc=color=white:amplitude=0.08:sample_rate=48000:seed=2",
    ),
    drawn("Every colour there is", 7, "colorspectrum=size=640x360:rate=24:type=all,hue=h=t*50", PAD),
    heard("String of light", 8, "showwaves=size=640x360:rate=25:mode=cline:colors=0x00E5FF|0xFF4D6D", STEREO),
    heard(
        "Sliding whistles",
        9,
        "aresample=6000,showspectrum=size=160x180:slide=scroll:overlap=0.7:color=magma:scale=cbrt,\
         fps=20,scale=640:360:flags=bicubic",
        CHIRP,
    ),
    heard(
        "Figures of Lissajous",
        8,
        "avectorscope=size=640x360:rate=25:mode=lissajous_xy:draw=line:zoom=1.6:rc=40:gc=220:bc=255:\
         rf=8:gf=6:bf=4",
        STEREO,
    ),
    heard(
        "Piano of light",
        8,
        "showcqt=size=640x360:rate=24:axis=0:count=2:cscheme=1|0.4|0|0.1|0.5|1:bar_g=3:sono_g=5",
        ARP,
    ),
    heard(
        "Skyline of tones",
        7,
        "aresample=8000,showfreqs=size=640x360:rate=25:mode=bar:fscale=log:ascale=cbrt:win_size=512:\
         colors=0xFFB703|0x219EBC:averaging=3",
        ARP,
    ),
];

impl ClipRecipe {
    /// The filter graph, with the outputs `[v]` and `[a]`.
    pub(super) fn graph(&self) -> String {
        let sound = self.sound;
        match self.picture {
            Picture::Drawn(source) => format!("{source},setsar=1,format=yuv420p[v];{sound}[a]"),
            Picture::Heard(filter) => {
                format!("{sound},asplit=2[a][heard];[heard]{filter},setsar=1,format=yuv420p[v]")
            }
        }
    }
}

const fn drawn(name: &'static str, seconds: u32, source: &'static str, sound: &'static str) -> ClipRecipe {
    ClipRecipe { name, seconds, picture: Picture::Drawn(source), sound }
}

const fn heard(name: &'static str, seconds: u32, filter: &'static str, sound: &'static str) -> ClipRecipe {
    ClipRecipe { name, seconds, picture: Picture::Heard(filter), sound }
}
