//! What the clips sound like: quiet, short expressions for `aevalsrc` and its neighbours.

pub(super) const PAD: &str = "aevalsrc='0.12*sin(2*PI*110*t)+0.1*sin(2*PI*165*t)*(0.6+0.4*sin(t))+0.08*sin(2*PI*220.5*\
     t)':s=48000";
pub(super) const DRONE: &str = "aevalsrc='0.2*sin(2*PI*55*t)*(0.7+0.3*sin(2*PI*0.25*t))+0.06*sin(2*PI*330*t+3*sin(2*PI*\
     0.5*t))':s=48000";
pub(super) const ARP: &str = "aevalsrc='0.2*sin(2*PI*220*pow(2,(mod(floor(t*4)*7,12))/12)*t)*exp(-6*mod(t,0.25))':\
     s=48000";
pub(super) const RAIN: &str = "anoisesrc=color=brown:amplitude=0.25:sample_rate=48000:seed=4";
pub(super) const BEAT: &str = "aevalsrc='0.5*sin(2*PI*55*mod(t,0.5)*exp(-8*mod(t,0.5)))*exp(-9*mod(t,0.5))+0.05*\
     (random(0)-0.5)*exp(-40*mod(t+0.25,0.5))':s=48000";
pub(super) const CHIRP: &str = "aevalsrc='0.2*sin(2*PI*(120*t+90*t*t))|0.2*sin(2*PI*(900*t-50*t*t))':s=48000";
pub(super) const STEREO: &str = "aevalsrc='0.4*sin(2*PI*110*t)+0.2*sin(2*PI*331*t)|0.4*sin(2*PI*165*t+t)+0.2*sin(2*PI*\
     220*t)':s=48000";
pub(super) const BELL: &str = "aevalsrc='0.25*(sin(2*PI*523*t)+0.6*sin(2*PI*1046.5*t)+0.3*sin(2*PI*1397*t))*exp(-3*\
     mod(t,2))':s=48000";
pub(super) const MARCH: &str = "sine=frequency=330:beep_factor=4:sample_rate=48000,volume=0.5";
